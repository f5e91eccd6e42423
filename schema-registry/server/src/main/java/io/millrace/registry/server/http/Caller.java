package io.millrace.registry.server.http;

import com.linecorp.armeria.common.RequestHeaders;
import com.linecorp.armeria.server.ServiceRequestContext;
import io.millrace.http.access.SecretLetters;
import io.millrace.http.listen.Entrance;
import java.net.InetSocketAddress;

/**
 * Who sends a request.
 *
 * @param name of the user, {@code ANONYMOUS} where nobody is asked for it
 * @param client the address that it came from first
 * @param forwardedBy the address of the instance that handed it on, empty if none did
 */
record Caller(String name, String client, String forwardedBy) {

    static Caller of(ServiceRequestContext context, RequestHeaders headers) {
        InetSocketAddress remote = context.remoteAddress();
        String address = remote.getAddress().getHostAddress() + ":" + remote.getPort();
        String name = Entrance.caller(context);
        String first = headers.get(LeaderForwarding.CLIENT, "");
        // Where clients are asked who they are, only an instance with a letter says whence a request came.
        boolean believed = name.equals(Entrance.ANONYMOUS) || headers.contains(SecretLetters.HEADER);
        return believed && headers.contains(LeaderForwarding.FORWARDED) && !first.isEmpty()
                ? new Caller(name, first, address)
                : new Caller(name, address, "");
    }

    /** As Kafka writes it. */
    String principal() {
        return "User:" + name;
    }
}
