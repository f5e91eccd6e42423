package io.millrace.http.access;

import com.linecorp.armeria.common.HttpData;
import com.linecorp.armeria.common.HttpHeaderNames;
import com.linecorp.armeria.common.HttpRequest;
import com.linecorp.armeria.common.HttpResponse;
import com.linecorp.armeria.common.HttpStatus;
import com.linecorp.armeria.common.ResponseHeaders;
import com.linecorp.armeria.server.HttpService;
import com.linecorp.armeria.server.ServiceRequestContext;
import io.millrace.tokens.RefusedTokenException;
import io.netty.util.AttributeKey;
import java.util.Optional;
import java.util.concurrent.RejectedExecutionException;
import javax.net.ssl.SSLPeerUnverifiedException;
import javax.net.ssl.SSLSession;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Asks who sends a request, before its body is read: by a letter of another server, a password, a token or the certificate of
 * the connection. What he may do is judged where the route is known. Any thread.
 *
 * @param <C> what the server knows of somebody
 */
public final class Gate<C> {
    private static final Logger LOGGER = LoggerFactory.getLogger(Gate.class);
    private static final AttributeKey<String> ORIGIN = AttributeKey.valueOf(Gate.class, "ORIGIN");

    private final Doors<C> doors;
    private final Optional<Letters> letters;
    private final GateManner<C> manner;

    /** What is behind the gate. */
    @FunctionalInterface
    public interface Service<C> {
        HttpResponse serve(ServiceRequestContext context, HttpRequest request, C caller) throws Exception;
    }

    /** {@code letters} are those of other servers of the same kind, if they hand requests on. */
    public Gate(Doors<C> doors, Optional<Letters> letters, GateManner<C> manner) {
        this.doors = doors;
        this.letters = letters;
        this.manner = manner;
    }

    /** The service that lets through whom it knows; everybody, as {@link GateManner#anybody}, where nobody is asked. */
    public HttpService before(Service<C> service) {
        return (context, request) ->
                doors.areOpen() ? service.serve(context, request, manner.anybody()) : asked(service, context, request);
    }

    private HttpResponse asked(Service<C> service, ServiceRequestContext context, HttpRequest request)
            throws Exception {
        if (!doors.trusts(context.sslSession())) {
            return refused(context, "The certificate of the connection is not trusted any more, or has expired");
        }
        if (letters.isPresent() && request.headers().contains(letters.get().header())) {
            return read(service, context, request, letters.get());
        }
        String authorization = request.headers().get(HttpHeaderNames.AUTHORIZATION);
        if (authorization != null && doors.takeTokens() && TokenDoor.isToken(authorization)) {
            return shown(service, context, request, authorization);
        }
        if (authorization != null) {
            return HttpResponse.of(doors.basic(authorization)
                    .handle((caller, failure) -> failure == null
                            ? caller.map(found -> served(service, context, request, found))
                                    .orElseGet(() -> refused(context, "The user or the password is wrong"))
                            : failed(failure)));
        }
        Optional<String> certified = certified(context.sslSession());
        if (certified.isPresent()) {
            Optional<C> caller = doors.certified(certified.get());
            return caller.isPresent()
                    ? service.serve(context, request, caller.get())
                    : refused(context, "No account has the name of the certificate, " + certified.get());
        }
        Optional<C> probe = manner.probe(request.headers());
        return probe.isPresent() ? service.serve(context, request, probe.get()) : refused(context, "Say who you are");
    }

    private HttpResponse shown(
            Service<C> service, ServiceRequestContext context, HttpRequest request, String authorization) {
        String name;
        try {
            name = doors.named(authorization);
        } catch (RefusedTokenException e) {
            return refusedToken(context, "The token is refused: " + e.getMessage());
        }
        Optional<C> caller = doors.vouchedFor(name);
        return caller.isPresent()
                ? served(service, context, request, caller.get())
                : refusedToken(context, "No account has the name of the token, " + name);
    }

    private HttpResponse read(Service<C> service, ServiceRequestContext context, HttpRequest request, Letters known) {
        Letters.Read letter = known.read(
                request.headers().get(known.header(), ""), request.method().name(), request.path());
        switch (letter.verdict()) {
            case FALSE -> {
                return refused(
                        context,
                        "The letter of a " + manner.peer() + " is not genuine, or the clocks of the " + manner.peer()
                                + "s differ");
            }
            case STRANGE -> {
                LOGGER.debug("a letter by an unknown key path={}", request.path());
                String message = "The key of the " + manner.peer() + " that asks is not known here";
                return busy(message);
            }
            case GENUINE -> LOGGER.trace("a genuine letter path={}", request.path());
        }
        Optional<C> caller = doors.vouchedFor(letter.caller());
        if (caller.isEmpty()) {
            return refused(context, "The account that another " + manner.peer() + " knows is not known here");
        }
        return HttpResponse.of(request.aggregate().thenApply(whole -> {
            if (!letter.isAbout().test(whole.content().array())) {
                return refused(context, "The letter of a " + manner.peer() + " is about another body");
            }
            context.setAttr(ORIGIN, letter.origin());
            return served(service, context, whole.toHttpRequest(), caller.get());
        }));
    }

    /**
     * The address, as {@code host:port}, that a request came from before another server handed it on, as that one says in a
     * letter that was genuine; empty for every other request, whatever its headers say.
     */
    public static Optional<String> origin(ServiceRequestContext context) {
        return Optional.ofNullable(context.attr(ORIGIN)).filter(address -> !address.isEmpty());
    }

    private HttpResponse served(Service<C> service, ServiceRequestContext context, HttpRequest request, C caller) {
        try {
            return service.serve(context, request, caller);
        } catch (Exception e) {
            return HttpResponse.ofFailure(e);
        }
    }

    private static Optional<String> certified(SSLSession session) {
        try {
            return session == null
                    ? Optional.empty()
                    : Optional.of(session.getPeerPrincipal().getName());
        } catch (SSLPeerUnverifiedException e) {
            // It has shown none, which ssl.client.auth=requested allows.
            return Optional.empty();
        }
    }

    private HttpResponse failed(Throwable failure) {
        if (failure instanceof RejectedExecutionException) {
            return busy("Too many passwords wait to be checked");
        }
        return HttpResponse.ofFailure(failure);
    }

    private HttpResponse refused(ServiceRequestContext context, String message) {
        return refused(context, message, false);
    }

    private HttpResponse refusedToken(ServiceRequestContext context, String message) {
        return refused(context, message, true);
    }

    private HttpResponse refused(ServiceRequestContext context, String message, boolean token) {
        LOGGER.info("refused remote={} path={}: {}", context.remoteAddress(), context.path(), message);
        var headers = ResponseHeaders.builder(HttpStatus.UNAUTHORIZED).contentType(manner.type());
        if (doors.takePasswords() || !doors.takeTokens()) {
            headers.add(HttpHeaderNames.WWW_AUTHENTICATE, "Basic realm=\"" + manner.realm() + "\", charset=\"UTF-8\"");
        }
        if (doors.takeTokens()) {
            headers.add(HttpHeaderNames.WWW_AUTHENTICATE, TokenDoor.challenge(manner.realm(), token));
        }
        return HttpResponse.of(headers.build(), HttpData.ofUtf8(manner.body(HttpStatus.UNAUTHORIZED.code(), message)));
    }

    private HttpResponse busy(String message) {
        HttpStatus status = HttpStatus.SERVICE_UNAVAILABLE;
        var headers = ResponseHeaders.builder(status).contentType(manner.type()).add(HttpHeaderNames.RETRY_AFTER, "1");
        return HttpResponse.of(headers.build(), HttpData.ofUtf8(manner.body(status.code(), message)));
    }
}
