package io.millrace.hub.cli;

import com.fasterxml.jackson.databind.JsonNode;
import io.millrace.hub.client.CommandException;
import io.millrace.hub.client.HttpApi;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code millrace connector clone}. */
@Command(name = "clone", description = "Makes a connector of another one: its config, its secrets and its offsets.")
final class CloneCommand implements Callable<Integer> {

    @Mixin
    private ConnectAddress connect;

    @Mixin
    private Output output;

    @Parameters(index = "0", paramLabel = "NAME")
    private String name;

    @Parameters(index = "1", paramLabel = "NEW")
    private String clone;

    @Option(
            names = "--set",
            paramLabel = "key=value",
            description = "What is different in the config of the new one; may be repeated.")
    private List<String> set = List.of();

    @Option(
            names = "--unset",
            paramLabel = "key",
            description = "What is not in the config of the new one; may be repeated.")
    private List<String> unset = List.of();

    @Option(names = "--no-offsets", description = "Let it begin anew, instead of where the other one is.")
    private boolean noOffsets;

    @Option(names = "--stopped", description = "Create it stopped.")
    private boolean stopped;

    @Override
    public Integer call() {
        Map<String, Object> request = new LinkedHashMap<>();
        request.put("name", clone);
        request.put("config", config());
        request.put("offsets", !noOffsets);
        if (stopped) {
            request.put("initial_state", "STOPPED");
        }
        JsonNode created = connect.api().post("/connectors/" + HttpApi.segment(name) + "/clone", request);
        output.object(created, "created " + clone + " from " + name);
        return 0;
    }

    private Map<String, String> config() {
        Map<String, String> config = new LinkedHashMap<>();
        for (String setting : set) {
            int equals = setting.indexOf('=');
            if (equals < 1) {
                throw new CommandException("--set takes key=value, not \"" + setting + "\"");
            }
            config.put(setting.substring(0, equals), setting.substring(equals + 1));
        }
        unset.forEach(key -> config.put(key, null));
        return config;
    }
}
