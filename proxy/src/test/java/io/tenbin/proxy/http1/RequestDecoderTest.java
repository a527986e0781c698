package io.tenbin.proxy.http1;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.tenbin.config.LimitsConfig;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class RequestDecoderTest {
    private static final String GET = "GET / HTTP/1.1\r\nHost: a\r\n\r\n";

    private final RequestDecoder decoder = new RequestDecoder(new LimitsConfig(8192, 16384, 128, 0, 0));
    private final Recorder recorder = new Recorder(decoder);

    @AfterEach
    void nothing_is_left() {
        recorder.close();
    }

    @Test
    void a_pipelined_request_waits_until_it_is_asked_for() {
        recorder.feed(GET + "GET /2 HTTP/1.1\r\nHost: a\r\n\r\n");
        assertThat(recorder.taken()).containsExactly("GET /", "end");
        assertThat(decoder.hasBufferedData()).isTrue();
        decoder.next();
        assertThat(recorder.taken()).containsExactly("GET /2", "end");
        assertThat(decoder.hasBufferedData()).isFalse();
    }

    @Test
    void reads_are_held_back_while_a_pipelined_request_waits_and_made_up_for_after() {
        recorder.feed(GET + "GET /2 HTTP/1.1\r\n");
        recorder.reads = 0;
        recorder.channel.read();
        recorder.channel.read();
        assertThat(recorder.reads).isZero();
        decoder.next();
        assertThat(recorder.reads).isEqualTo(1);
        recorder.channel.read();
        assertThat(recorder.reads).isEqualTo(2);
    }

    @Test
    void reads_pass_while_nothing_waits_so_that_a_client_that_leaves_is_noticed() {
        recorder.feed(GET);
        recorder.reads = 0;
        recorder.channel.read();
        assertThat(recorder.reads).isEqualTo(1);
    }

    @Test
    void without_auto_read_a_read_that_gave_no_message_is_followed_by_another() {
        recorder.channel.config().setAutoRead(false);
        recorder.reads = 0;
        recorder.feed("GET / HTTP/1.1\r\n");
        assertThat(recorder.reads).isEqualTo(1);
        recorder.feed("Host: a\r\n\r\n");
        assertThat(recorder.reads).as("the handler above decides").isEqualTo(1);
        recorder.feed("GET /2");
        assertThat(recorder.reads).as("nobody has asked for it").isEqualTo(1);
    }

    @Test
    void a_call_of_next_from_within_the_end_does_not_grow_the_stack() {
        recorder.onEnd = decoder::next;
        recorder.feed(GET.repeat(20_000));
        assertThat(recorder.taken()).hasSize(40_000);
    }

    @Test
    void next_before_the_end_is_a_mistake() {
        assertThatIllegalStateException().isThrownBy(decoder::next);
        recorder.feed("POST / HTTP/1.1\r\nHost: a\r\nContent-Length: 2\r\n\r\n");
        assertThatIllegalStateException().isThrownBy(decoder::next);
    }

    @Test
    void the_first_byte_of_a_head_is_seen_and_empty_lines_are_not() {
        assertThat(decoder.headStarted()).isFalse();
        recorder.feed("\r\n\r");
        assertThat(decoder.headStarted()).isFalse();
        recorder.feed("\nG");
        assertThat(decoder.headStarted()).isTrue();
        recorder.feed(GET.substring(1));
        assertThat(decoder.headStarted()).isTrue();
        decoder.next();
        assertThat(decoder.headStarted()).isFalse();
        recorder.feed("G");
        assertThat(decoder.headStarted()).isTrue();
    }

    @Test
    void a_body_is_handed_on_without_a_copy() {
        recorder.feed("POST / HTTP/1.1\r\nHost: a\r\nContent-Length: 7\r\n\r\nab");
        ByteBuf part = Unpooled.directBuffer().writeBytes("cde".getBytes(StandardCharsets.US_ASCII));
        recorder.feed(part);
        assertThat(recorder.data.getLast()).isSameAs(part);
        ByteBuf rest = Unpooled.directBuffer().writeBytes("fgGET".getBytes(StandardCharsets.US_ASCII));
        recorder.feed(rest);
        assertThat(recorder.taken()).containsExactly("POST /", "body ab", "body cde", "body fg", "end");
        rest.setByte(0, 'F');
        assertThat(recorder.data.getLast().getByte(0)).as("the same memory").isEqualTo((byte) 'F');
    }

    @Test
    void bytes_that_wait_are_not_written_behind_a_body_that_somebody_still_holds() {
        recorder.feed("POST / HTTP/1.1\r\nHost: a\r\nContent-Length: 2\r\n\r\nab" + "GET /2");
        recorder.feed(" HTTP/1.1\r\nHost: a\r\n\r\n");
        decoder.next();
        assertThat(recorder.taken()).containsExactly("POST /", "body ab", "end", "GET /2", "end");
        assertThat(recorder.data.getFirst().toString(StandardCharsets.US_ASCII)).isEqualTo("ab");
    }

    @Test
    void after_the_end_all_bytes_can_be_passed_through() {
        recorder.feed(GET + "early");
        decoder.passThrough();
        recorder.feed("late\0\r\n");
        assertThat(recorder.taken()).containsExactly("GET /", "end", "body early", "body late\0\r\n");
        decoder.next();
        assertThat(recorder.taken()).isEmpty();
    }

    @Test
    void passing_through_begins_after_the_body_if_asked_for_within_it() {
        recorder.onHead = decoder::passThrough;
        recorder.feed("GET / HTTP/1.1\r\nHost: a\r\nContent-Length: 1\r\n\r\nxGET / HTTP/1.1\r\n");
        assertThat(recorder.taken()).containsExactly("GET /", "body x", "end", "body GET / HTTP/1.1\r\n");
    }

    @Test
    void a_tunnel_loses_nothing_when_the_decoder_leaves_from_within_the_end() {
        recorder.onEnd = () -> {
            decoder.passThrough();
            recorder.channel.pipeline().remove(decoder);
        };
        recorder.feed(GET + "early");
        recorder.feed("late");
        assertThat(recorder.taken()).containsExactly("GET /", "end", "body early", "body late");
    }

    @Test
    void after_a_failure_everything_is_discarded() {
        recorder.feed("nonsense\r\n\r\n" + GET);
        recorder.feed(GET);
        decoder.next();
        decoder.passThrough();
        assertThat(recorder.taken()).containsExactly("fail 400");
        assertThat(decoder.hasBufferedData()).isFalse();
    }

    @Test
    void what_waits_is_given_up_when_the_connection_is_gone() {
        recorder.feed(GET + GET);
        recorder.channel.close().syncUninterruptibly();
        decoder.next();
        assertThat(recorder.taken()).containsExactly("GET /", "end");
    }
}
