package io.tenbin.condition;

import io.tenbin.config.AclConfig;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** The ACLs that are there without being defined (HAProxy configuration manual, section 7.4), in terms of its keywords. */
public final class Predefined {
    private static final Map<String, String> TEXTS = texts();

    private Predefined() {}

    /** Their names. No other ACL can have one of them. */
    public static Set<String> names() {
        return TEXTS.keySet();
    }

    static Optional<AclConfig> of(String name) throws Refusal {
        String text = TEXTS.get(name);
        if (text == null) {
            return Optional.empty();
        }
        AclConfig anonymous = AnonymousAcl.read(Words.of(text));
        return Optional.of(new AclConfig(name, anonymous.matchers()));
    }

    private static Map<String, String> texts() {
        Map<String, String> texts = new LinkedHashMap<>();
        texts.put("TRUE", "always_true");
        texts.put("FALSE", "always_false");
        // Asked on HTTP listeners only, where all that comes this far is HTTP.
        texts.put("HTTP", "req.ver -m found");
        texts.put("HTTP_1.0", "req.ver 1.0");
        texts.put("HTTP_1.1", "req.ver 1.1");
        texts.put("HTTP_2.0", "req.ver 2.0");
        texts.put("HTTP_CONTENT", "hdr_val(content-length) gt 0");
        texts.put("HTTP_URL_ABS", "url_reg ^[^/:]*://");
        texts.put("HTTP_URL_SLASH", "url_beg /");
        texts.put("HTTP_URL_STAR", "url *");
        texts.put("LOCALHOST", "src 127.0.0.0/8 ::1");
        texts.put("METH_GET", "method GET HEAD");
        for (String method : List.of("CONNECT", "DELETE", "HEAD", "OPTIONS", "POST", "PUT", "TRACE")) {
            texts.put("METH_" + method, "method " + method);
        }
        return texts;
    }
}
