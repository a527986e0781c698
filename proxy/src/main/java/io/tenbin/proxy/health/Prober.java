package io.tenbin.proxy.health;

import io.netty.channel.EventLoop;
import io.tenbin.proxy.upstream.CheckStatus;
import java.net.InetSocketAddress;

/** Carries out single checks. */
interface Prober {

    /**
     * Begins one, on this loop, whose thread calls.
     *
     * @param plan what is done; its probe and what precedes that
     * @param verdict one call at most, on the loop, never from within this one
     */
    Run begin(EventLoop loop, InetSocketAddress address, CheckPlan plan, Verdict verdict);

    /** A check under way. */
    interface Run {
        /** How it counts if its time is up now. */
        CheckStatus timedOut();

        /** Ends it without a verdict. Without effect once it has ended. */
        void cancel();
    }

    /** Hears how a check ended. */
    interface Verdict {
        /**
         * It passed or failed.
         *
         * @param code status of the HTTP answer; 0 if there was none
         * @param info more words; empty if there are none
         */
        void ended(CheckStatus status, int code, String info);

        /** It could not be made: this process is out of file descriptors, ports or memory. Says nothing of the endpoint. */
        void impossible(Throwable cause);
    }
}
