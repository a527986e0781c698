package io.tenbin.condition;

import io.tenbin.config.MatcherConfig.End;
import io.tenbin.config.TextFetch;
import io.tenbin.config.TextFetch.Source;
import io.tenbin.schema.NearMatch;
import io.tenbin.schema.Quoted;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** HAProxy's keywords of ACLs (configuration manual, section 7.3), as far as what they look at exists here. */
final class Keywords {
    private static final Pattern FORM = Pattern.compile("([a-z0-9_.]+)(?:\\(([^(),\\s]*)\\))?");

    private static final Pattern TOKEN = Pattern.compile("[!#$%&'*+.^_`|~0-9A-Za-z-]+");

    private static final Pattern BACKEND =
            Pattern.compile("([a-z0-9]([-a-z0-9]*[a-z0-9])?/)?[a-z0-9]([-.a-z0-9]*[a-z0-9])?");

    /** The keywords whose methods have keywords of their own, such as {@code path_beg}. */
    private static final Map<String, Source> TEXTS = Map.ofEntries(
            Map.entry("url", Source.URL),
            Map.entry("path", Source.PATH),
            Map.entry("base", Source.BASE),
            Map.entry("hdr", Source.HEADER),
            Map.entry("urlp", Source.QUERY),
            Map.entry("cook", Source.COOKIE));

    private static final Map<String, Operator> SUFFIXES = Map.of(
            "_beg", Operator.PREFIX,
            "_dir", Operator.SUBDIR,
            "_dom", Operator.DOMAIN,
            "_end", Operator.SUFFIX,
            "_len", Operator.LENGTH,
            "_reg", Operator.REGEX,
            "_sub", Operator.SUBSTRING);

    private static final Map<String, Keyword> ALL = all();

    /** What a keyword looks at, and how it compares unless {@code -m} says otherwise. */
    record Keyword(Target target, Operator operator) {}

    /** What a keyword looks at, without its argument. */
    private sealed interface Target {
        record Plain(Fetch fetch) implements Target {}

        record Named(Source source) implements Target {}

        record Servers() implements Target {}
    }

    /** A keyword with its argument. */
    record Read(Fetch fetch, Operator operator) {}

    private Keywords() {}

    /** Reads {@code path_beg}, {@code hdr(host)}. */
    static Read read(String word) throws Refusal {
        if (word.indexOf(',') > word.indexOf(')')) {
            throw new Refusal(Quoted.of(word) + " has a converter; converters are not supported");
        }
        Matcher matcher = FORM.matcher(word);
        String name = matcher.matches() ? matcher.group(1) : word;
        Keyword keyword = ALL.get(name);
        if (keyword == null) {
            String meant = NearMatch.of(name, ALL.keySet())
                    .map(near -> "; did you mean " + near + "?")
                    .orElse("");
            throw new Refusal(Quoted.of(word) + " is not a known keyword" + meant + "; allowed are "
                    + String.join(", ", ALL.keySet()));
        }
        String argument = matcher.group(2) == null ? "" : matcher.group(2);
        return new Read(fetch(name, keyword.target(), argument), keyword.operator());
    }

    private static Fetch fetch(String name, Target target, String argument) throws Refusal {
        return switch (target) {
            case Target.Plain(Fetch fetch) -> {
                if (!argument.isEmpty()) {
                    throw new Refusal(Quoted.of(name + "(" + argument + ")") + " takes no argument");
                }
                yield fetch;
            }
            case Target.Named(Source source) -> {
                if (!TOKEN.matcher(argument).matches()) {
                    throw new Refusal(Quoted.of(name) + " needs a name, as in " + name + "(name)");
                }
                yield new Fetch.Text(new TextFetch(source, argument));
            }
            case Target.Servers _ -> {
                if (!BACKEND.matcher(argument).matches()) {
                    throw new Refusal(Quoted.of(name) + " needs the name of a Backend, as in " + name + "(name)");
                }
                yield new Fetch.ServersUp(argument);
            }
        };
    }

    private static Map<String, Keyword> all() {
        Map<String, Keyword> all = new TreeMap<>();
        TEXTS.forEach((name, source) -> {
            Target target =
                    source.named() ? new Target.Named(source) : new Target.Plain(new Fetch.Text(TextFetch.of(source)));
            for (String alias : aliases(name)) {
                all.put(alias, new Keyword(target, Operator.EXACT));
            }
            SUFFIXES.forEach((suffix, operator) -> all.put(name + suffix, new Keyword(target, operator)));
            if (source.named()) {
                all.put(name + "_val", new Keyword(target, Operator.INTEGER));
            }
        });
        for (String name : List.of("hdr_ip", "req.hdr_ip")) {
            all.put(name, new Keyword(new Target.Named(Source.HEADER), Operator.CIDR));
        }
        all.put("req.hdr_val", new Keyword(new Target.Named(Source.HEADER), Operator.INTEGER));
        all.put("urlp_ip", new Keyword(new Target.Named(Source.QUERY), Operator.CIDR));
        plain(all, "method", new Fetch.Text(TextFetch.of(Source.METHOD)));
        plain(all, "req.ver", new Fetch.Text(TextFetch.of(Source.VERSION)));
        plain(all, "req_ver", new Fetch.Text(TextFetch.of(Source.VERSION)));
        plain(all, "src", new Fetch.Address(End.SOURCE));
        plain(all, "dst", new Fetch.Address(End.DESTINATION));
        plain(all, "src_port", new Fetch.Port(End.SOURCE));
        plain(all, "dst_port", new Fetch.Port(End.DESTINATION));
        plain(all, "always_true", new Fetch.Constant(true));
        plain(all, "always_false", new Fetch.Constant(false));
        all.put("nbsrv", new Keyword(new Target.Servers(), Operator.INTEGER));
        return all;
    }

    private static List<String> aliases(String name) {
        List<String> names = new ArrayList<>(List.of(name));
        switch (name) {
            case "hdr", "cook" -> names.add("req." + name);
            case "urlp" -> names.add("url_param");
            default -> {}
        }
        return names;
    }

    private static void plain(Map<String, Keyword> all, String name, Fetch fetch) {
        Operator operator =
                fetch.operators().isEmpty() ? Operator.FOUND : fetch.operators().getFirst();
        all.put(name, new Keyword(new Target.Plain(fetch), operator));
    }
}
