package io.tenbin.config;

import java.util.List;

/**
 * Changes of a message's fields, in this order. No name is in two of the lists.
 *
 * @param set fields whose value, a {@link ValueTemplate}, takes the place of all others
 * @param add fields that are added, with values of the same kind
 * @param remove names of fields
 */
public record HeaderRulesConfig(List<HeaderConfig> set, List<HeaderConfig> add, List<String> remove) {
    public static final HeaderRulesConfig NONE = new HeaderRulesConfig(List.of(), List.of(), List.of());

    public HeaderRulesConfig {
        set = List.copyOf(set);
        add = List.copyOf(add);
        remove = List.copyOf(remove);
        remove.forEach(name -> Check.notBlank("headers.remove", name));
    }
}
