package io.tenbin.proxy.compress;

import static org.assertj.core.api.Assertions.assertThat;

import io.netty.util.AsciiString;
import io.tenbin.proxy.http1.Fields;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class AcceptEncodingTest {
    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "gzip                       | 1000",
                "GZip                       | 1000",
                "x-gzip                     | 1000",
                "deflate, gzip;q=0.5        | 500",
                "gzip ; q=0.123             | 123",
                "gzip;Q=1.000, br           | 1000",
                "gzip;q=0                   | 0",
                "gzip;q=0.000, *            | 0",
                "*;q=0.2, gzip;q=0.7        | 700",
                "br, *;q=0.2                | 200",
                "*                          | 1000",
                "br                         | 0",
                "gzipped                    | 0",
                "''                         | 0",
                "gzip;q=                    | 0",
                "gzip;q=2                   | 0",
                "gzip;q=1.1                 | 0",
                "gzip;q=0.1234              | 0",
                "gzip;q=x                   | 0",
                "gzip;level=1               | 0",
                ",, gzip ,                  | 1000",
            })
    void the_weight_of_a_coding_is_its_own_or_that_of_all(String list, int weight) {
        Fields fields = new Fields();
        fields.add("accept-encoding", list);

        assertThat(quality(fields)).isEqualTo(weight);
    }

    @Test
    void several_lines_are_one_list_and_none_accepts_nothing() {
        Fields fields = new Fields();
        assertThat(quality(fields)).isZero();

        fields.add("Accept-Encoding", "br");
        fields.add("Accept-Encoding", "gzip;q=0.9");

        assertThat(quality(fields)).isEqualTo(900);
    }

    private static int quality(Fields fields) {
        return AcceptEncoding.quality(fields, AsciiString.of("gzip"), AsciiString.of("x-gzip"));
    }
}
