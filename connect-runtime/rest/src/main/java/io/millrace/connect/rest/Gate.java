package io.millrace.connect.rest;

import com.linecorp.armeria.common.HttpData;
import com.linecorp.armeria.common.HttpHeaderNames;
import com.linecorp.armeria.common.HttpMethod;
import com.linecorp.armeria.common.HttpRequest;
import com.linecorp.armeria.common.HttpResponse;
import com.linecorp.armeria.common.HttpStatus;
import com.linecorp.armeria.common.MediaType;
import com.linecorp.armeria.common.ResponseHeaders;
import com.linecorp.armeria.server.HttpService;
import com.linecorp.armeria.server.ServiceRequestContext;
import io.millrace.connect.rest.access.Authentication;
import io.millrace.connect.rest.access.Caller;
import io.millrace.connect.rest.access.WorkerLetters;
import io.millrace.connect.rest.http.JsonErrors;
import io.millrace.connect.rest.http.RestService;
import java.util.Optional;
import java.util.concurrent.RejectedExecutionException;
import java.util.function.Predicate;
import javax.net.ssl.SSLPeerUnverifiedException;
import javax.net.ssl.SSLSession;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Asks who sends a request, before its body is read: by a letter of another worker, a password or the certificate of the
 * connection. What he may do is judged where the route is known.
 */
final class Gate {
    private static final Logger LOGGER = LoggerFactory.getLogger(Gate.class);
    private static final String HEALTH = "/health";

    private final Optional<Authentication> authentication;
    private final WorkerLetters letters;
    private final Predicate<SSLSession> trusted;

    /**
     * Without {@code authentication} everybody may do everything.
     *
     * @param trusted whether the certificate of a session, if it has one, is still good; the session is null without TLS
     */
    Gate(Optional<Authentication> authentication, WorkerLetters letters, Predicate<SSLSession> trusted) {
        this.authentication = authentication;
        this.letters = letters;
        this.trusted = trusted;
    }

    HttpService before(RestService service) {
        return (context, request) -> authentication.isEmpty()
                ? service.serve(context, request, Caller.ANYBODY)
                : asked(service, context, request, authentication.get());
    }

    private HttpResponse asked(
            RestService service, ServiceRequestContext context, HttpRequest request, Authentication known) {
        if (!trusted.test(context.sslSession())) {
            return refused(context, "The certificate of the connection is not trusted any more, or has expired");
        }
        String letter = request.headers().get(WorkerLetters.HEADER);
        if (letter != null) {
            return read(service, context, request, known, letter);
        }
        String authorization = request.headers().get(HttpHeaderNames.AUTHORIZATION);
        if (authorization != null) {
            return HttpResponse.of(known.basic(authorization)
                    .handle((caller, failure) -> failure == null
                            ? caller.map(found -> service.serve(context, request, found))
                                    .orElseGet(() -> refused(context, "The user or the password is wrong"))
                            : failed(failure)));
        }
        Optional<String> certified = certified(context.sslSession());
        if (certified.isPresent()) {
            Optional<Caller> caller = certified.flatMap(known::known);
            return caller.isPresent()
                    ? service.serve(context, request, caller.get())
                    : refused(context, "No account has the name of the certificate, " + certified.get());
        }
        // Nobody has to tell a probe a password, and it learns no more than whether the worker is well.
        boolean probe = HEALTH.equals(request.path()) && request.method() == HttpMethod.GET;
        return probe ? service.serve(context, request, Caller.PROBE) : refused(context, "Say who you are");
    }

    private HttpResponse read(
            RestService service,
            ServiceRequestContext context,
            HttpRequest request,
            Authentication known,
            String header) {
        WorkerLetters.Read letter = letters.read(header, request.method().name(), request.path());
        switch (letter.verdict()) {
            case FALSE -> {
                return refused(context, "The letter of a worker is not genuine, or the clocks of the workers differ");
            }
            case STRANGE -> {
                LOGGER.debug("a letter by an unknown key path={}", request.path());
                return answer(
                        HttpStatus.SERVICE_UNAVAILABLE, "The key of the worker that asks is not known here", "1", null);
            }
            case GENUINE -> LOGGER.trace("a genuine letter path={}", request.path());
        }
        Optional<Caller> caller = known.known(letter.caller());
        if (caller.isEmpty()) {
            return refused(context, "The account that another worker knows is not known here");
        }
        return HttpResponse.of(request.aggregate()
                .thenApply(whole -> letter.isAbout().test(whole.content().array())
                        ? service.serve(context, whole.toHttpRequest(), caller.get())
                        : refused(context, "The letter of a worker is about another body")));
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

    private static HttpResponse failed(Throwable failure) {
        if (failure instanceof RejectedExecutionException) {
            return answer(HttpStatus.SERVICE_UNAVAILABLE, "Too many passwords wait to be checked", "1", null);
        }
        return HttpResponse.ofFailure(failure);
    }

    private static HttpResponse refused(ServiceRequestContext context, String message) {
        LOGGER.info("refused remote={} path={}: {}", context.remoteAddress(), context.path(), message);
        return answer(HttpStatus.UNAUTHORIZED, message, null, "Basic realm=\"Connect\", charset=\"UTF-8\"");
    }

    private static HttpResponse answer(HttpStatus status, String message, String retryAfter, String challenge) {
        var headers = ResponseHeaders.builder(status).contentType(MediaType.JSON);
        if (retryAfter != null) {
            headers.add(HttpHeaderNames.RETRY_AFTER, retryAfter);
        }
        if (challenge != null) {
            headers.add(HttpHeaderNames.WWW_AUTHENTICATE, challenge);
        }
        return HttpResponse.of(headers.build(), HttpData.ofUtf8(JsonErrors.body(status.code(), message)));
    }
}
