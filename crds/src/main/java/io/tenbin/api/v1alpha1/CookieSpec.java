package io.tenbin.api.v1alpha1;

import com.fasterxml.jackson.annotation.JsonPropertyDescription;
import io.fabric8.generator.annotation.Pattern;
import io.fabric8.generator.annotation.Required;
import io.fabric8.generator.annotation.Size;
import io.fabric8.generator.annotation.ValidationRule;
import org.jspecify.annotations.Nullable;

/** A cookie that names the server. */
@Part
@ValidationRule(
        value = "!has(self.mode) || self.mode == 'Insert' || (!has(self.maxIdle) && !has(self.maxLife))",
        message = CookieSpec.DATES_WITH_INSERT)
@ValidationRule(
        value =
                "!has(self.mode) || self.mode == 'Insert' || !(has(self.domain) || has(self.sameSite) || has(self.noCache) || has(self.postOnly) || has(self.httpOnly) || has(self.secure))",
        message = CookieSpec.ATTRIBUTES_WITH_INSERT)
public record CookieSpec(
        @JsonPropertyDescription("The cookie's name.")
        @Required
        @Size(min = 1, max = 64)
        @Pattern("^[!#$%&'*+.^_`|~0-9A-Za-z-]+$")
        String name,

        @JsonPropertyDescription(
                "Insert: the proxy makes the cookie. Rewrite: the server makes it, and the proxy writes its own value into it. Prefix: the server makes it, and the proxy puts its own value and ~ before the server's. Default: Insert.")
        @OneOf({"Insert", "Rewrite", "Prefix"})
        @Nullable
        String mode,

        @JsonPropertyDescription(
                "Insert: servers do not see the cookie. All modes: a client that presents the right one is not sent another. Default: false.")
        @Nullable
        Boolean indirect,

        @JsonPropertyDescription(
                "An answer that a cache might keep is marked Cache-Control: private when it sets the cookie. Default: false.")
        @Nullable
        Boolean noCache,

        @JsonPropertyDescription("Scripts in the browser do not see the cookie. Default: false.") @Nullable
        Boolean httpOnly,

        @JsonPropertyDescription("The cookie is sent over TLS only. Default: false.") @Nullable
        Boolean secure,

        @JsonPropertyDescription("Only answers to POST set the cookie. Default: false.") @Nullable
        Boolean postOnly,

        @JsonPropertyDescription(
                "A cookie of this name that a server sets is left alone, and then the proxy makes none. Default: false.")
        @Nullable
        Boolean preserve,

        @JsonPropertyDescription(
                "Which requests from other sites carry the cookie; browsers want secure with None. Default: up to the browser.")
        @OneOf({"Strict", "Lax", "None"})
        @Nullable
        String sameSite,

        @JsonPropertyDescription("Hosts of this domain get the cookie, such as .example.com. Default: this host only.")
        @Size(min = 1, max = 253)
        @Pattern("^\\.?[0-9A-Za-z]([0-9A-Za-z.-]*[0-9A-Za-z])?$")
        @Nullable
        String domain,

        @JsonPropertyDescription(
                "A cookie that was not presented for this long is not believed any more; while in use it is renewed. Default: no limit.")
        @DurationString
        @Nullable
        String maxIdle,

        @JsonPropertyDescription(
                "A cookie that was first made this long ago is not believed any more. Default: no limit.")
        @DurationString
        @Nullable
        String maxLife) {
    /** Words of the rule on the lifetimes. */
    public static final String DATES_WITH_INSERT = "maxIdle and maxLife are allowed with mode Insert only";

    /** Words of the rule on what belongs to a cookie that is made here. */
    public static final String ATTRIBUTES_WITH_INSERT =
            "domain, sameSite, noCache, postOnly, httpOnly and secure are allowed with mode Insert only";
}
