package io.millrace.registry.server.http;

import com.linecorp.armeria.common.RequestHeaders;
import com.linecorp.armeria.server.ServiceRequestContext;
import io.millrace.http.access.Gate;
import io.millrace.http.listen.Entrance;
import java.net.InetSocketAddress;
import java.util.Optional;

/**
 * Who sends a request.
 *
 * @param name of the user, {@code ANONYMOUS} where nobody is asked for it
 * @param client the address that it came from first, as {@code host:port}
 * @param forwardedBy the address of the instance that handed it on, empty if none did
 */
record Caller(String name, String client, String forwardedBy) {

    static Caller of(ServiceRequestContext context, RequestHeaders headers) {
        String address = address(context);
        String name = Entrance.caller(context);
        return first(context, headers, name)
                .map(first -> new Caller(name, first, address))
                .orElseGet(() -> new Caller(name, address, ""));
    }

    /** Where clients are asked who they are, only an instance with a letter says whence a request came. */
    private static Optional<String> first(ServiceRequestContext context, RequestHeaders headers, String name) {
        Optional<String> signed = Gate.origin(context);
        return signed.isPresent() || !name.equals(Entrance.ANONYMOUS) || !headers.contains(LeaderForwarding.FORWARDED)
                ? signed
                : Optional.ofNullable(headers.get(LeaderForwarding.CLIENT)).filter(first -> !first.isEmpty());
    }

    /**
     * The host that ACLs are about: the one that the request came from first, if an instance signed it, and else the one that
     * the connection is from. A client's own header says nothing here.
     */
    static String host(ServiceRequestContext context) {
        String address = Gate.origin(context).orElseGet(() -> address(context));
        return address.substring(0, address.lastIndexOf(':'));
    }

    private static String address(ServiceRequestContext context) {
        InetSocketAddress remote = context.remoteAddress();
        return remote.getAddress().getHostAddress() + ":" + remote.getPort();
    }

    /** As Kafka writes it. */
    String principal() {
        return "User:" + name;
    }
}
