package io.millrace.gateway.http;

/** Where lines go. */
@FunctionalInterface
public interface LineSink {
    /** {@code bytes} holds the line, during this call only. */
    void line(byte[] bytes, int from, int length);
}
