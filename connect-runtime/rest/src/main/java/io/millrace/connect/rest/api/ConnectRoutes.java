package io.millrace.connect.rest.api;

import io.millrace.connect.plugins.Plugins;
import io.millrace.connect.plugins.validate.ConnectorValidator;
import io.millrace.connect.rest.http.Outgoing;
import io.millrace.connect.rest.http.RestService;
import io.millrace.connect.rest.http.Route;
import io.millrace.connect.worker.control.ConnectControl;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Supplier;

/** The whole surface, put together. */
public final class ConnectRoutes {
    /** Over the bound on plugin calls, and over the worker's own answer that such a call took too long. */
    private static final Duration MARGIN = Duration.ofSeconds(30);

    private ConnectRoutes() {}

    /** {@code advertisedUrl} is the base of Location headers; {@code outgoing} leads to the other workers. */
    public static RestService service(
            ConnectControl control,
            Plugins plugins,
            ConnectorValidator validator,
            Supplier<String> advertisedUrl,
            Outgoing outgoing) {
        List<Route> routes = new ArrayList<>();
        routes.addAll(new ServerHandlers(control).routes());
        ConnectorHandlers connectors = new ConnectorHandlers(control, advertisedUrl);
        routes.addAll(connectors.routes());
        routes.addAll(new CloneHandlers(control, connectors::created).routes());
        routes.addAll(new LifecycleHandlers(control).routes());
        routes.addAll(new OffsetHandlers(control).routes());
        routes.addAll(new DeadLetterHandlers(control).routes());
        routes.addAll(new PreviewHandlers(control).routes());
        routes.addAll(new MetricsHandlers(control, outgoing).routes());
        routes.addAll(new PlacementHandlers(control).routes());
        routes.addAll(new PluginHandlers(control, plugins, validator, new PluginListing(validator)).routes());
        routes.addAll(LoggerHandlers.routes(control));
        return new RestService(
                routes, new ConnectErrors(control), validator.deadline().plus(MARGIN), outgoing);
    }
}
