package io.millrace.hub.cli;

import io.millrace.hub.client.CommandException;
import io.millrace.hub.logging.LogFile;
import io.millrace.hub.node.Hub;
import io.millrace.hub.node.HubConfig;
import java.io.IOException;
import java.io.Reader;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Properties;
import java.util.concurrent.Callable;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code millrace start}: runs the servers until it is told to stop. */
@Command(
        name = "start",
        description = "Runs broker, schema registry and Connect in this process, on loopback, until Ctrl-C.")
final class StartCommand implements Callable<Integer> {

    @Mixin
    private final Output output = new Output();

    @Option(
            names = "--config",
            paramLabel = "FILE",
            description = "Properties: broker.*, registry.*, gateway.* and connect.* hold the servers' own keys; with a"
                    + " single role they may stand without the prefix.")
    private Path config;

    @Option(names = "--data", paramLabel = "DIR", description = "Where data are kept (default: data).")
    private Path data;

    @Option(
            names = "--roles",
            paramLabel = "ROLES",
            description = "Which servers to run, comma-separated (default: broker,registry,gateway,connect).")
    private String roles;

    @Option(names = "--set", paramLabel = "KEY=VALUE", description = "One property, over the file; repeatable.")
    private Map<String, String> overrides = new LinkedHashMap<>();

    /** Filled by the command line's model. */
    StartCommand() {}

    /** As if options with these values had been given; null is an option that was not. */
    StartCommand(Path config, Path data, String roles, Map<String, String> overrides) {
        this.config = config;
        this.data = data;
        this.roles = roles;
        this.overrides.putAll(overrides);
    }

    @Override
    public Integer call() throws InterruptedException, ExecutionException {
        Started started = begin();
        Hub hub = started.hub();
        CompletableFuture<Throwable> ended = new CompletableFuture<>();
        Runtime.getRuntime()
                .addShutdownHook(new Thread(
                        () -> {
                            hub.close();
                            ended.complete(null);
                        },
                        "stop-hub"));
        report(started);
        // A hub whose data are out of reach ends, so that whoever watches it starts it again or calls for help.
        hub.failure().thenAccept(ended::complete);
        Throwable failure = ended.get();
        if (failure != null) {
            throw new CommandException("the broker cannot go on: " + failure.getMessage(), failure);
        }
        return 0;
    }

    /** A hub that serves. */
    record Started(HubConfig config, Path logFile, Hub hub) {}

    /** Returns when clients are served. */
    Started begin() {
        JarDirectories.openAhead();
        HubConfig hubConfig = readConfig();
        Path logFile = LogFile.open(hubConfig.dataFolder());
        return new Started(hubConfig, logFile, Hub.start(hubConfig));
    }

    /** Where things listen, where they are kept, and how long it took. */
    void report(Started started) {
        Map<String, Object> facts = new LinkedHashMap<>();
        started.config()
                .roles()
                .forEach(role -> facts.put(role.key(), started.hub().address(role)));
        facts.put("data", started.config().dataFolder().toString());
        facts.put("log", started.logFile().toString());
        long startMs = ManagementFactory.getRuntimeMXBean().getStartTime();
        double seconds = (System.currentTimeMillis() - startMs) / 1000.0;
        StringBuilder text = new StringBuilder();
        facts.forEach((name, value) -> text.append(String.format("%-9s %s%n", name, value)));
        text.append(String.format(Locale.ROOT, "started in %.1f s; Ctrl-C stops", seconds));
        facts.put("startSeconds", seconds);
        output.object(facts, text.toString());
        System.out.flush();
    }

    /** What the options and the file ask for. */
    /** Whether its file, if it names one, is none that would be empty the second time. */
    boolean hasReadableTwice() {
        return config == null || Files.isRegularFile(config) || Files.notExists(config);
    }

    HubConfig readConfig() {
        Map<String, String> properties = new LinkedHashMap<>();
        if (config != null) {
            Properties file = new Properties();
            try (Reader reader = Files.newBufferedReader(config)) {
                file.load(reader);
            } catch (IOException e) {
                throw new CommandException("cannot read " + config + "; give a properties file that exists", e);
            }
            file.stringPropertyNames()
                    .forEach(key -> properties.put(key, file.getProperty(key).trim()));
        }
        if (data != null) {
            properties.put("data.dir", data.toString());
        }
        if (roles != null) {
            properties.put("roles", roles);
        }
        properties.putAll(overrides);
        try {
            return HubConfig.from(properties);
        } catch (IllegalArgumentException e) {
            throw new CommandException(e.getMessage(), e);
        }
    }
}
