package io.millrace.hub.logging;

import ch.qos.logback.classic.LoggerContext;
import ch.qos.logback.classic.spi.LogbackServiceProvider;
import java.util.List;
import java.util.Map;
import org.slf4j.spi.SLF4JServiceProvider;

/**
 * Logback without its search for a configuration: the search opens every jar of the class path, and XML costs a start
 * more than the logs of its partitions do. A file that the operator names in {@code logback.configurationFile} is read.
 */
public final class HubLogging extends LogbackServiceProvider {

    private static final String PROVIDER = "slf4j.provider";
    private static final String VERBOSITY = "slf4j.internal.verbosity";
    private static final String CONFIGURATION_FILE = "logback.configurationFile";

    /** Called by SLF4J; see {@link SLF4JServiceProvider}. */
    public HubLogging() {}

    /** Makes this process log so; called before its first logger is made. What the operator chose stays. */
    public static void choose() {
        if (System.getProperty(PROVIDER) == null) {
            settings().forEach((key, value) -> {
                if (System.getProperty(key) == null) {
                    System.setProperty(key, value);
                }
            });
        }
    }

    /** What makes another JVM with these jars log so. */
    public static List<String> jvmOptions() {
        return settings().entrySet().stream()
                .map(setting -> "-D" + setting.getKey() + "=" + setting.getValue())
                .toList();
    }

    /** SLF4J would tell the terminal about each provider that is chosen by name. */
    private static Map<String, String> settings() {
        return Map.of(PROVIDER, HubLogging.class.getName(), VERBOSITY, "WARN");
    }

    @Override
    public void initialize() {
        if (System.getProperty(CONFIGURATION_FILE) != null) {
            super.initialize();
            return;
        }
        LoggerContext context = (LoggerContext) getLoggerFactory();
        context.setName("default");
        context.setMDCAdapter(getMDCAdapter());
        Levels.set(context);
        TerminalLog.add(context);
        context.start();
    }
}
