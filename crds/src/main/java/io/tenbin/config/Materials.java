package io.tenbin.config;

import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.TreeMap;

/**
 * The secrets that configurations name: certificates with their keys, certificate authorities, keys of session tickets. Each is
 * text: PEM, but for the keys of tickets. Never printed.
 */
public final class Materials {
    /** None. */
    public static final Materials NONE = new Materials(Map.of());

    private final Map<MaterialName, String> texts;

    private Materials(Map<MaterialName, String> texts) {
        this.texts = Map.copyOf(texts);
    }

    /** Those texts, under the names that are theirs. */
    public static Materials of(Collection<String> texts) {
        Map<MaterialName, String> byName = new TreeMap<>((a, b) -> a.digest().compareTo(b.digest()));
        texts.forEach(text -> byName.put(MaterialName.of(text), text));
        return byName.isEmpty() ? NONE : new Materials(byName);
    }

    /** These and the others. */
    public Materials and(Materials others) {
        Map<MaterialName, String> all = new TreeMap<>((a, b) -> a.digest().compareTo(b.digest()));
        all.putAll(texts);
        all.putAll(others.texts);
        return new Materials(all);
    }

    /** Those of these names, as far as they are here. */
    public Materials only(Collection<MaterialName> names) {
        Map<MaterialName, String> some = new HashMap<>(texts);
        some.keySet().retainAll(new HashSet<>(names));
        return some.size() == texts.size() ? this : new Materials(some);
    }

    /** All of them, by name. */
    public Map<MaterialName, String> texts() {
        return texts;
    }

    /** Whether everything is here that is named. */
    public boolean hasAll(Collection<MaterialName> names) {
        return texts.keySet().containsAll(names);
    }

    /**
     * The text.
     *
     * @throws InvalidConfigException if it is not here
     */
    public String text(MaterialName name) {
        String text = texts.get(name);
        if (text == null) {
            throw new InvalidConfigException("material", name, "is not among those that were given");
        }
        return text;
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof Materials materials && texts.keySet().equals(materials.texts.keySet());
    }

    @Override
    public int hashCode() {
        return texts.keySet().hashCode();
    }

    /** Names only. */
    @Override
    public String toString() {
        return "Materials" + texts.keySet();
    }
}
