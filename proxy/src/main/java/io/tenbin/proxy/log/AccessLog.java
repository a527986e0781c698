package io.tenbin.proxy.log;

/** Where handlers leave what is to be logged. Never blocks and never fails: what does not fit is dropped and counted. */
public interface AccessLog {
    void http(HttpLogEntry entry);

    void tcp(TcpLogEntry entry);

    void refused(RefusedLogEntry entry);
}
