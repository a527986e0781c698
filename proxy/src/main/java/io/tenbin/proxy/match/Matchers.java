package io.tenbin.proxy.match;

import io.tenbin.config.IntRange;
import io.tenbin.config.MatcherConfig;
import io.tenbin.config.TextFetch;
import java.util.List;

/** From configuration to questions. */
final class Matchers {
    private Matchers() {}

    /** What can be asked of a request, and so of its connection. */
    static Matcher<? super MatchInput> ofRequest(MatcherConfig config) {
        return switch (config) {
            case MatcherConfig.Words words -> text(words.fetch(), WordTests.of(words));
            case MatcherConfig.Regexes regexes -> text(regexes.fetch(), NumberTests.regex(regexes.patterns()));
            case MatcherConfig.Lengths lengths -> text(lengths.fetch(), NumberTests.length(lengths.lengths()));
            case MatcherConfig.Integers integers -> text(integers.fetch(), NumberTests.integer(integers.ranges()));
            case MatcherConfig.Networks networks -> text(networks.fetch(), NumberTests.address(networks.networks()));
            case MatcherConfig.Found found -> text(found.fetch(), (bytes, from, to) -> true);
            case MatcherConfig.Addresses _,
                    MatcherConfig.Ports _,
                    MatcherConfig.ServersUp _,
                    MatcherConfig.Constant _ -> ofConnection(config);
        };
    }

    /** What can be asked of a connection alone; what needs a request is false. */
    static Matcher<ConnectionInput> ofConnection(MatcherConfig config) {
        return switch (config) {
            case MatcherConfig.Addresses addresses -> {
                Networks networks = new Networks(addresses.networks());
                yield switch (addresses.end()) {
                    case SOURCE ->
                        input -> networks.contains(input.sourceAddress().getAddress());
                    case DESTINATION ->
                        input -> networks.contains(input.destinationAddress().getAddress());
                };
            }
            case MatcherConfig.Ports ports -> {
                IntRange[] ranges = ranges(ports.ranges());
                yield switch (ports.end()) {
                    case SOURCE -> input -> NumberTests.contains(ranges, input.sourcePort());
                    case DESTINATION -> input -> NumberTests.contains(ranges, input.destinationPort());
                };
            }
            case MatcherConfig.ServersUp servers -> {
                IntRange[] ranges = ranges(servers.ranges());
                yield input -> NumberTests.contains(ranges, input.serversUp(servers.backend()));
            }
            case MatcherConfig.Constant constant -> input -> constant.value();
            case MatcherConfig.Words _,
                    MatcherConfig.Regexes _,
                    MatcherConfig.Lengths _,
                    MatcherConfig.Integers _,
                    MatcherConfig.Networks _,
                    MatcherConfig.Found _ -> input -> false;
        };
    }

    private static Matcher<MatchInput> text(TextFetch fetch, TextTest test) {
        TextSource source = TextSource.of(fetch);
        return input -> source.any(input, test);
    }

    private static IntRange[] ranges(List<IntRange> ranges) {
        return ranges.toArray(IntRange[]::new);
    }
}
