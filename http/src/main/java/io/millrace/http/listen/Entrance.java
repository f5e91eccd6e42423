package io.millrace.http.listen;

import com.linecorp.armeria.common.HttpData;
import com.linecorp.armeria.common.HttpRequest;
import com.linecorp.armeria.common.HttpResponse;
import com.linecorp.armeria.common.HttpStatus;
import com.linecorp.armeria.common.SessionProtocol;
import com.linecorp.armeria.server.HttpService;
import com.linecorp.armeria.server.ServerBuilder;
import com.linecorp.armeria.server.ServiceRequestContext;
import io.millrace.http.ConfigException;
import io.millrace.http.StrangePages;
import io.millrace.http.access.Authentication;
import io.millrace.http.access.CallerReader;
import io.millrace.http.access.Doors;
import io.millrace.http.access.Gate;
import io.millrace.http.access.Letters;
import io.millrace.http.access.TokenDoor;
import io.netty.util.AttributeKey;
import java.net.InetSocketAddress;
import java.util.Optional;
import java.util.function.Function;

/** What every request to a server passes: the port with its keys, the guard against strange pages, the gate. Any thread. */
public final class Entrance implements AutoCloseable {
    /** Whoever was not asked for his name, as Kafka calls him. */
    public static final String ANONYMOUS = "ANONYMOUS";

    private static final AttributeKey<String> CALLER = AttributeKey.valueOf(Entrance.class, "CALLER");

    private final ListenAddress address;
    private final ServerManner manner;
    private final StrangePages strange;
    private final Optional<Authentication<String>> accounts;
    private final Optional<TokenDoor> tokens;
    private final Optional<AutoCloseable> watch;
    private final Gate<String> gate;

    private Entrance(
            ListenAddress address, ServerManner manner, Optional<Letters> letters, Function<String, String> names) {
        this.address = address;
        this.manner = manner;
        // A page of others cannot use a password that its browser does not have.
        this.strange = new StrangePages(address.host(), address.advertisedHost(), address.asks() || !address.local());
        this.accounts = address.users().map(file -> Authentication.open(ListenKeys.USERS, file, CallerReader.NAMES));
        this.tokens = tokens(address, accounts);
        this.watch = address.tls().map(tls -> tls.watch());
        boolean strangers = tokens.isPresent()
                || address.tls().map(tls -> tls.asksForCertificates()).orElse(false);
        Doors<String> doors = Doors.of(
                accounts,
                strangers ? Optional.of(CallerReader.NAMES) : Optional.empty(),
                tokens,
                names,
                session -> address.tls().map(tls -> tls.trusts(session)).orElse(true));
        this.gate = new Gate<>(doors, letters, manner);
    }

    private static Optional<TokenDoor> tokens(ListenAddress address, Optional<Authentication<String>> accounts) {
        try {
            return TokenDoor.of(address.tokens());
        } catch (RuntimeException e) {
            accounts.ifPresent(Authentication::close);
            throw e;
        }
    }

    /**
     * Reads the accounts and the keys of tokens; fails with a {@link ConfigException} when they cannot be used.
     *
     * @param letters those of other servers of the same kind, if they hand requests on
     * @param names makes a name of the distinguished name of a certificate; empty if none does
     */
    public static Entrance open(
            ListenAddress address, ServerManner manner, Optional<Letters> letters, Function<String, String> names) {
        return new Entrance(address, manner, letters, names);
    }

    /** Opens the port. */
    public void addTo(ServerBuilder server) {
        Acceptor.addTo(server);
        address.tls().ifPresent(tls -> tls.serve(server));
        server.port(
                new InetSocketAddress(address.host(), address.port()),
                address.tls().isPresent() ? SessionProtocol.HTTPS : SessionProtocol.HTTP);
    }

    /** Serves a request if it may pass; the service can ask for its {@link #caller}. */
    public HttpResponse pass(HttpService service, ServiceRequestContext context, HttpRequest request) throws Exception {
        if (strange.speakThrough(request.headers())) {
            String message = "The Host or Origin header names another server; ask by the address of this one"
                    + " or by host.name";
            return HttpResponse.of(HttpStatus.FORBIDDEN, manner.type(), HttpData.ofUtf8(manner.body(403, message)));
        }
        return gate.before((same, passed, caller) -> {
                    same.setAttr(CALLER, caller);
                    return service.serve(same, passed);
                })
                .serve(context, request);
    }

    /** The name of whoever sent a request that has passed. */
    public static String caller(ServiceRequestContext context) {
        String name = context.attr(CALLER);
        if (name == null) {
            throw new IllegalStateException("a request that has not passed the entrance");
        }
        return name;
    }

    @Override
    public void close() {
        accounts.ifPresent(Authentication::close);
        tokens.ifPresent(TokenDoor::close);
        watch.ifPresent(Entrance::closeQuietly);
    }

    private static void closeQuietly(AutoCloseable watch) {
        try {
            watch.close();
        } catch (Exception e) {
            throw new IllegalStateException("the watch of the keys cannot be closed", e);
        }
    }
}
