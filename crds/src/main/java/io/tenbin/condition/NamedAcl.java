package io.tenbin.condition;

import io.tenbin.config.MatcherConfig;
import io.tenbin.config.MatcherConfig.End;
import io.tenbin.config.TextFetch;
import io.tenbin.config.TextFetch.Source;
import io.tenbin.schema.Quoted;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** One entry of {@code spec.acls}. */
public final class NamedAcl {
    private static final Pattern FETCH = Pattern.compile("([A-Za-z]+)(?:\\(([^()]+)\\))?");

    private NamedAcl() {}

    /**
     * The matcher of an entry whose fields have the form that the schema asks for.
     *
     * @param operator null for the one that is usual for the fetch
     * @throws Refusal if it makes no sense; its field is the field at fault
     */
    public static MatcherConfig matcher(
            String fetch, @Nullable String operator, List<String> values, boolean ignoreCase) throws Refusal {
        Fetch read = fetch(fetch);
        Operator known = operator == null
                ? read.operators().getFirst()
                : Operator.ofWord(operator)
                        .orElseThrow(() -> new Refusal(".operator", Quoted.of(operator) + " is not an operator"));
        return Matchers.of(read, known, values, ignoreCase);
    }

    private static Fetch fetch(String text) throws Refusal {
        Matcher matcher = FETCH.matcher(text);
        if (!matcher.matches()) {
            throw new Refusal(".fetch", Quoted.of(text) + " is not of the form Fetch or Fetch(name)");
        }
        String argument = matcher.group(2);
        return switch (matcher.group(1)) {
            case "SourceAddress" -> new Fetch.Address(End.SOURCE);
            case "DestinationAddress" -> new Fetch.Address(End.DESTINATION);
            case "SourcePort" -> new Fetch.Port(End.SOURCE);
            case "DestinationPort" -> new Fetch.Port(End.DESTINATION);
            case "BackendServersUp" -> new Fetch.ServersUp(argument == null ? "" : argument);
            default -> {
                Source source = Source.of(matcher.group(1))
                        .orElseThrow(() -> new Refusal(".fetch", Quoted.of(text) + " is not known"));
                yield new Fetch.Text(new TextFetch(source, argument == null ? "" : argument));
            }
        };
    }
}
