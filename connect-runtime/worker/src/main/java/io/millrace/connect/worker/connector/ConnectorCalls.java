package io.millrace.connect.worker.connector;

import io.millrace.connect.plugins.PluginHandle;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import org.apache.kafka.connect.connector.Connector;

/** Single calls into a connector that is made for this purpose only, each on a lane of its own. */
public record ConnectorCalls(ConnectorEnvironment environment) {

    /** What to ask of the connector; {@code config} has its secrets resolved. */
    @FunctionalInterface
    public interface Question<T> {
        T ask(PluginHandle<Connector> connector, Map<String, String> config);
    }

    /** Makes the connector and asks it, within the deadline of plugin calls. */
    public <T> CompletableFuture<T> ask(String name, Map<String, String> config, String what, Question<T> question) {
        PluginLane lane = new PluginLane("connector-call-" + name, environment.timer(), environment.quarantine());
        CompletableFuture<T> answer = lane.call(
                what,
                () -> {
                    Map<String, String> resolved = environment.secrets().apply(config);
                    return question.ask(
                            environment
                                    .plugins()
                                    .newConnector(environment.plugins().connectorOf(resolved)),
                            resolved);
                },
                environment.callTimeoutMs());
        lane.closeWithin(environment.callTimeoutMs());
        return answer;
    }
}
