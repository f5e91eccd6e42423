package io.millrace.http;

import java.util.Arrays;
import java.util.stream.Collectors;

/** The addresses of a cluster as its clients want them. Any thread. */
public final class BootstrapServers {
    private BootstrapServers() {}

    /**
     * Addresses as Confluent's servers are given them, {@code PLAINTEXT://host:port}, separated by commas, without the
     * protocol in front: how to speak with the cluster is said by {@code security.protocol}.
     */
    public static String addresses(String written) {
        return Arrays.stream(written.split(","))
                .map(each -> each.trim().replaceFirst("^[A-Z_]+://", ""))
                .collect(Collectors.joining(","));
    }
}
