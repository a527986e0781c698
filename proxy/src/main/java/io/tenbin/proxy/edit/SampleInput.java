package io.tenbin.proxy.edit;

import io.netty.util.AsciiString;
import java.net.InetAddress;
import java.net.InetSocketAddress;

/** What samples are taken from, besides the fields that are being changed. */
public interface SampleInput {

    /** The client. */
    InetSocketAddress source();

    /** The address that the client connected to. */
    InetAddress destination();

    /** The port that the client connected to: the listener's. */
    int destinationPort();

    /** The request's method. */
    AsciiString method();

    /** The request's identifier; empty if it has none. */
    AsciiString uniqueId();

    /** The request's path, without the query; empty if its target has none. */
    AsciiString path();

    /** The request's target; an absolute one with a path, and without the port that its scheme has anyway. */
    AsciiString url();

    /** The host that the request asks for: lower case, without port, empty if none. */
    AsciiString host();
}
