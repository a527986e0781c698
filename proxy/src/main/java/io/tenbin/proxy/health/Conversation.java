package io.tenbin.proxy.health;

import io.netty.channel.ChannelPipeline;
import io.tenbin.proxy.upstream.CheckStatus;

/** What a check says and hears over its connection. Belongs to its event loop's thread. */
interface Conversation {
    /** Puts its handlers into the pipeline of a connection that does not stand yet, and reads only when asked to. */
    void join(ChannelPipeline pipeline);

    /** The connection stands. */
    void begin();

    /** How the check counts if its time is up from now on. */
    CheckStatus timedOut();
}
