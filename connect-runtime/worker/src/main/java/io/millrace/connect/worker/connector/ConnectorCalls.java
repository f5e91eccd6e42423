package io.millrace.connect.worker.connector;

import io.millrace.connect.plugins.PluginHandle;
import io.millrace.connect.plugins.Plugins;
import io.millrace.connect.worker.stuck.CallMark;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import org.apache.kafka.connect.connector.Connector;

/** Single calls into a connector that is made for this purpose only, or on its behalf, each on a lane of its own. */
public record ConnectorCalls(ConnectorEnvironment environment) {

    /** What to ask of the connector; {@code config} has its secrets resolved. */
    @FunctionalInterface
    public interface Question<T> {
        T ask(PluginHandle<Connector> connector, Map<String, String> config) throws Exception;
    }

    /** What to do for a connector; {@code config} has its secrets resolved. */
    @FunctionalInterface
    public interface Errand<T> {
        T run(Map<String, String> config) throws Exception;
    }

    /** Makes the connector and asks it, within the deadline of plugin calls. */
    public <T> CompletableFuture<T> ask(String name, Map<String, String> config, String what, Question<T> question) {
        Plugins plugins = environment.plugins();
        return aside(
                name,
                config,
                what,
                resolved -> plugins.<T, Exception>whileLoaded(() -> {
                    try (PluginHandle<Connector> connector = plugins.newConnector(plugins.connectorOf(resolved))) {
                        return question.ask(connector, resolved);
                    }
                }));
    }

    /** Does something that may block and needs the connector's configuration, not the connector. */
    public <T> CompletableFuture<T> aside(String name, Map<String, String> config, String what, Errand<T> errand) {
        PluginLane lane =
                new PluginLane("connector-call-" + name, environment.timer(), environment.quarantine(), new CallMark());
        CompletableFuture<T> answer =
                lane.call(what, () -> errand.run(environment.secrets().apply(config)), environment.callTimeoutMs());
        lane.closeWithin(environment.callTimeoutMs());
        return answer;
    }
}
