package io.millrace.connect.rest;

import com.linecorp.armeria.common.HttpMethod;
import com.linecorp.armeria.common.MediaType;
import com.linecorp.armeria.common.RequestHeaders;
import io.millrace.connect.rest.access.Caller;
import io.millrace.http.access.GateManner;
import io.millrace.http.listen.JsonErrors;
import java.util.Optional;

/** How a worker speaks to those whom it asks who they are. */
final class Welcome implements GateManner<Caller> {
    private static final String HEALTH = "/health";

    @Override
    public Caller anybody() {
        return Caller.ANYBODY;
    }

    @Override
    public Optional<Caller> probe(RequestHeaders headers) {
        // Nobody has to tell a probe a password, and it learns no more than whether the worker is well.
        boolean health = HEALTH.equals(headers.path()) && headers.method() == HttpMethod.GET;
        return health ? Optional.of(Caller.PROBE) : Optional.empty();
    }

    @Override
    public String realm() {
        return "Connect";
    }

    @Override
    public String peer() {
        return "worker";
    }

    @Override
    public MediaType type() {
        return MediaType.JSON;
    }

    @Override
    public String body(int status, String message) {
        return JsonErrors.body(status, message);
    }
}
