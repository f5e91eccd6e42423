package io.millrace.connect.rest.api;

import io.millrace.connect.plugins.Plugins;
import io.millrace.connect.plugins.validate.ConnectorValidator;
import io.millrace.connect.rest.http.RestService;
import io.millrace.connect.rest.http.Route;
import io.millrace.connect.worker.control.ConnectControl;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Executor;
import java.util.function.Supplier;

/** The whole surface, put together. */
public final class ConnectRoutes {
    /** Kafka Connect's bound on a request, which tools expect. */
    private static final Duration REQUEST_BOUND = Duration.ofSeconds(90);

    private ConnectRoutes() {}

    /** {@code pluginThreads} run plugin code and may hang; {@code advertisedUrl} is the base of Location headers. */
    public static RestService service(
            ConnectControl control,
            Plugins plugins,
            ConnectorValidator validator,
            Executor pluginThreads,
            Supplier<String> advertisedUrl) {
        List<Route> routes = new ArrayList<>();
        routes.addAll(new ServerHandlers(control).routes());
        routes.addAll(new ConnectorHandlers(control, advertisedUrl).routes());
        routes.addAll(new LifecycleHandlers(control).routes());
        routes.addAll(new OffsetHandlers(control).routes());
        routes.addAll(new PluginHandlers(plugins, validator, new PluginListing(plugins, pluginThreads)).routes());
        routes.addAll(LoggerHandlers.routes());
        return new RestService(routes, new ConnectErrors(control), REQUEST_BOUND);
    }
}
