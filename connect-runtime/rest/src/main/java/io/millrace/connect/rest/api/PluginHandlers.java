package io.millrace.connect.rest.api;

import io.millrace.connect.plugins.PluginDescriptor;
import io.millrace.connect.plugins.Plugins;
import io.millrace.connect.plugins.UnknownPluginException;
import io.millrace.connect.plugins.validate.ConnectorValidator;
import io.millrace.connect.rest.access.Role;
import io.millrace.connect.rest.http.Answer;
import io.millrace.connect.rest.http.Exchange;
import io.millrace.connect.rest.http.HttpProblemException;
import io.millrace.connect.rest.http.Route;
import io.millrace.connect.worker.control.ConnectControl;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CompletionStage;

/** Plugins: which there are, how they are configured, and whether a configuration is right. */
final class PluginHandlers {
    private final ConnectControl control;
    private final Plugins plugins;
    private final ConnectorValidator validator;
    private final PluginListing listing;

    PluginHandlers(ConnectControl control, Plugins plugins, ConnectorValidator validator, PluginListing listing) {
        this.control = control;
        this.plugins = plugins;
        this.validator = validator;
        this.listing = listing;
    }

    List<Route> routes() {
        return List.of(
                Route.on("GET", "/connector-plugins", this::list),
                Route.on("POST", "/connector-plugins/refresh", this::refresh),
                Route.on("GET", "/connector-plugins/{plugin}/config", this::keys),
                Route.on("PUT", "/connector-plugins/{plugin}/config/validate", this::validate));
    }

    private CompletionStage<Answer> list(Exchange exchange) {
        return listing.list(exchange.flag("connectorsOnly", true)).thenApply(Answer::ok);
    }

    /** Of this worker alone: each has a plugin path of its own. */
    private CompletionStage<Answer> refresh(Exchange exchange) {
        return plugins.refresh().thenApply(changes -> Answer.ok(PluginListing.changes(changes)));
    }

    private CompletionStage<Answer> keys(Exchange exchange) {
        String name = exchange.part("plugin");
        Optional<String> version =
                Optional.of(exchange.text("version", "latest")).filter(v -> !v.equals("latest"));
        return validator
                .describe(name, version)
                .exceptionallyCompose(failure -> CompletableFuture.failedFuture(unknown(failure)))
                .thenApply(keys -> Answer.ok(keys.stream().map(Documents::key).toList()));
    }

    private static Throwable unknown(Throwable failure) {
        Throwable cause =
                failure instanceof CompletionException && failure.getCause() != null ? failure.getCause() : failure;
        return cause instanceof UnknownPluginException unknown
                ? new HttpProblemException(unknown.versionUnknown() ? 400 : 404, unknown.getMessage())
                : cause;
    }

    private CompletionStage<Answer> validate(Exchange exchange) {
        String asked = exchange.part("plugin");
        Map<String, String> config = Bodies.flat(exchange.object());
        String name = config.get("name");
        // What is hidden in it is put back from the stored configuration of that name.
        if (name != null && !exchange.caller().is(Role.ADMIN, name)) {
            throw HttpProblemException.forbidden(exchange.caller(), Role.ADMIN, Optional.of(name));
        }
        String className = config.get("connector.class");
        if (className != null && !className.equals(asked) && !sameConnector(asked, className)) {
            throw new HttpProblemException(
                    400, "Included connector type " + className + " does not match request type " + asked);
        }
        return control.validate(config).thenApply(verdict -> {
            Answer answer = Answer.ok(Documents.verdict(verdict));
            return verdict.warnings().isEmpty() ? answer : answer.with("Warning", warning(verdict.warnings()));
        });
    }

    private boolean sameConnector(String asked, String className) {
        Optional<PluginDescriptor> one = plugins.knownConnector(asked);
        Optional<PluginDescriptor> other = plugins.knownConnector(className.trim());
        if (one.isPresent() && other.isPresent()) {
            return one.get().className().equals(other.get().className());
        }
        // The verdict on connector.class itself says more than a mismatch would.
        return asked.substring(asked.lastIndexOf('.') + 1).equals(className.substring(className.lastIndexOf('.') + 1));
    }

    /** A header, since an unknown field in the body would break strict clients. */
    private static String warning(List<String> warnings) {
        String text =
                String.join("; ", warnings).replaceAll("[^\\x20-\\x7e]", "?").replace("\"", "'");
        return "299 - \"" + text + "\"";
    }
}
