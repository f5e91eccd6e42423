package io.millrace.hub.cli;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

/** {@code millrace version}. */
@Command(name = "version", description = "Says which version this is.")
final class VersionCommand implements Callable<Integer> {

    @Mixin
    private Output output;

    @Override
    public Integer call() {
        Version version = new Version();
        Map<String, Object> fields = new LinkedHashMap<>();
        fields.put("version", version.number());
        fields.put("kafka", version.kafka());
        fields.put("java", Runtime.version().toString());
        output.object(fields, version.getVersion()[0]);
        return 0;
    }
}
