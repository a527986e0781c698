package io.tenbin.config;

import java.util.regex.Pattern;

/**
 * A field with its value.
 *
 * @param name a token (RFC 9110, 5.1)
 * @param value visible ASCII, with spaces and tabs within; may be empty
 */
public record HeaderConfig(String name, String value) {
    private static final Pattern TOKEN = Pattern.compile("[!#$%&'*+.^_`|~0-9A-Za-z-]+");
    private static final Pattern VALUE = Pattern.compile("([!-~]([\t -~]*[!-~])?)?");

    public HeaderConfig {
        if (!TOKEN.matcher(name).matches()) {
            throw new InvalidConfigException("header.name", name, "must be a token");
        }
        if (!VALUE.matcher(value).matches()) {
            throw new InvalidConfigException(name, value, "must be visible ASCII, with spaces and tabs only within");
        }
    }
}
