package io.tenbin.proxy.http1;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.netty.channel.socket.ChannelInputShutdownEvent;
import java.io.IOException;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class ResponseDecoderTest {
    private static final String OK = "HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\nhi";
    private static final String UNTIL_CLOSE = "HTTP/1.1 200 OK\r\n\r\nhi";

    private final ResponseDecoder decoder = new ResponseDecoder();
    private final Recorder recorder = new Recorder(decoder);

    @AfterEach
    void nothing_is_left() {
        recorder.close();
    }

    @Test
    void exchanges_follow_one_another_on_a_connection() {
        assertThat(decoder.reusable()).isTrue();
        decoder.expect(Methods.GET);
        assertThat(decoder.reusable()).isFalse();
        recorder.feed(OK);
        assertThat(decoder.reusable()).isTrue();
        decoder.expect(Methods.HEAD);
        recorder.feed("HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\n");
        assertThat(recorder.taken()).containsExactly("200", "body hi", "end", "200", "end");
        assertThat(decoder.reusable()).isTrue();
    }

    @Test
    void an_answer_to_nothing_is_a_failure() {
        recorder.feed(OK);
        assertThat(recorder.taken()).containsExactly("fail 502");
        assertThat(decoder.reusable()).isFalse();
        assertThatIllegalStateException().isThrownBy(() -> decoder.expect(Methods.GET));
    }

    @Test
    void bytes_after_an_answer_never_become_the_answer_to_the_next_request() {
        recorder.onEnd = () -> {
            assertThat(decoder.reusable()).isFalse();
            decoder.expect(Methods.GET);
        };
        decoder.expect(Methods.GET);
        recorder.feed(OK + OK);
        assertThat(recorder.taken()).containsExactly("200", "body hi", "end", "fail 502");
    }

    @Test
    void a_second_exchange_cannot_begin_within_the_first() {
        decoder.expect(Methods.GET);
        assertThatIllegalStateException().isThrownBy(() -> decoder.expect(Methods.GET));
    }

    @Test
    void interim_heads_come_without_an_end() {
        decoder.expect(Methods.GET);
        recorder.feed("HTTP/1.1 100 Continue\r\n\r\n");
        assertThat(recorder.taken()).containsExactly("100");
        recorder.feed(OK);
        assertThat(recorder.taken()).containsExactly("200", "body hi", "end");
    }

    @Test
    void after_a_101_all_bytes_are_passed_through() {
        decoder.expect(Methods.GET);
        recorder.feed("HTTP/1.1 101 x\r\n\r\nHTTP/1.1 200");
        recorder.feed("\0");
        assertThat(decoder.upgraded()).isTrue();
        assertThat(decoder.reusable()).isFalse();
        assertThat(recorder.taken()).containsExactly("101", "body HTTP/1.1 200", "body \0");
    }

    @Test
    void the_first_byte_of_an_answer_is_seen() {
        decoder.expect(Methods.GET);
        assertThat(decoder.headStarted()).isFalse();
        recorder.feed("H");
        assertThat(decoder.headStarted()).isTrue();
        recorder.feed(OK.substring(1));
        assertThat(decoder.headStarted()).isTrue();
        decoder.expect(Methods.GET);
        assertThat(decoder.headStarted()).isFalse();
    }

    @Test
    void a_connection_that_closes_before_the_first_byte_emits_nothing() {
        decoder.expect(Methods.GET);
        recorder.channel.pipeline().fireUserEventTriggered(ChannelInputShutdownEvent.INSTANCE);
        recorder.channel.pipeline().fireChannelInactive();
        assertThat(recorder.taken()).isEmpty();
        assertThat(decoder.headStarted()).isFalse();
    }

    @Test
    void a_server_that_has_closed_gets_no_other_request() {
        decoder.expect(Methods.GET);
        recorder.feed(OK);
        recorder.channel.pipeline().fireUserEventTriggered(ChannelInputShutdownEvent.INSTANCE);
        assertThat(decoder.reusable()).isFalse();
    }

    @Test
    void a_body_until_close_ends_with_the_connection() {
        decoder.expect(Methods.GET);
        recorder.feed(UNTIL_CLOSE);
        assertThat(recorder.taken()).containsExactly("200", "body hi");
        recorder.channel.pipeline().fireChannelInactive();
        assertThat(recorder.taken()).containsExactly("end");
    }

    @Test
    void a_body_until_close_does_not_end_cleanly_when_the_connection_is_reset() {
        decoder.expect(Methods.GET);
        recorder.feed(UNTIL_CLOSE);
        recorder.channel.pipeline().fireExceptionCaught(new IOException("Connection reset by peer"));
        recorder.channel.pipeline().fireChannelInactive();
        assertThat(recorder.taken()).containsExactly("200", "body hi", "fail 502");
        assertThat(recorder.channel.isOpen()).isTrue();
        assertThatThrownBy(recorder.channel::checkException).isInstanceOf(IOException.class);
    }

    @Test
    void a_body_until_close_does_not_end_cleanly_when_we_close() {
        decoder.expect(Methods.GET);
        recorder.feed(UNTIL_CLOSE);
        recorder.channel.close().syncUninterruptibly();
        assertThat(recorder.taken()).containsExactly("200", "body hi", "fail 502");
    }

    @Test
    void a_body_with_a_length_that_is_cut_is_a_failure() {
        decoder.expect(Methods.GET);
        recorder.feed(OK.substring(0, OK.length() - 1));
        recorder.channel.pipeline().fireChannelInactive();
        assertThat(recorder.taken()).containsExactly("200", "body h", "fail 502");
    }
}
