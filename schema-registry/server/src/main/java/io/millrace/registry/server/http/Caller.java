package io.millrace.registry.server.http;

import com.linecorp.armeria.common.RequestHeaders;
import com.linecorp.armeria.server.ServiceRequestContext;
import java.net.InetSocketAddress;

/**
 * Who sends a request.
 *
 * @param client the address that it came from first
 * @param forwardedBy the address of the instance that handed it on, empty if none did
 */
record Caller(String client, String forwardedBy) {
    /** Clients cannot be authenticated yet. */
    static final String PRINCIPAL = "User:ANONYMOUS";

    static Caller of(ServiceRequestContext context, RequestHeaders headers) {
        InetSocketAddress remote = context.remoteAddress();
        String address = remote.getAddress().getHostAddress() + ":" + remote.getPort();
        String first = headers.get(LeaderForwarding.CLIENT, "");
        return headers.contains(LeaderForwarding.FORWARDED) && !first.isEmpty()
                ? new Caller(first, address)
                : new Caller(address, "");
    }
}
