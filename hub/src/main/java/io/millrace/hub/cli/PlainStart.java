package io.millrace.hub.cli;

import java.io.PrintWriter;
import java.nio.charset.Charset;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * A {@code millrace start} whose arguments leave no question, read without the command line's model: to load and fill
 * that one takes a fifth of a broker's start. Everything else, wrong arguments and {@code --help} above all, is left to
 * the model, which reads plain ones alike.
 */
public final class PlainStart {

    private static final String COMMAND = "start";
    private static final Set<String> SINGLE = Set.of("--config", "--data", "--roles");
    private static final String PROPERTY = "--set";
    /** What starts an option, and what names a file of arguments. */
    private static final String SPECIAL_STARTS = "-@ ";

    private final StartCommand command;

    private PlainStart(StartCommand command) {
        this.command = command;
    }

    /** Empty when the arguments are another command's, or the model has to look at them. */
    public static Optional<PlainStart> of(String... arguments) {
        if (arguments.length % 2 == 0 || !arguments[0].equals(COMMAND)) {
            return Optional.empty();
        }
        return command(List.of(arguments).subList(1, arguments.length)).map(PlainStart::new);
    }

    /** Reads pairs of an option and its value. */
    static Optional<StartCommand> command(List<String> arguments) {
        Map<String, String> single = new HashMap<>();
        Map<String, String> properties = new LinkedHashMap<>();
        for (int i = 0; i < arguments.size(); i += 2) {
            String option = arguments.get(i);
            String value = arguments.get(i + 1);
            if (option.equals(PROPERTY) && isPlainProperty(value)) {
                int end = value.indexOf('=');
                properties.put(value.substring(0, end), value.substring(end + 1));
            } else if (!SINGLE.contains(option) || !isPlain(value) || single.put(option, value) != null) {
                return Optional.empty();
            }
        }
        return Optional.of(new StartCommand(
                path(single.get("--config")), path(single.get("--data")), single.get("--roles"), properties));
    }

    /** Neither empty, nor something that the model would not take as it stands. */
    private static boolean isPlain(String value) {
        return !value.isEmpty()
                && SPECIAL_STARTS.indexOf(value.charAt(0)) < 0
                && value.indexOf('"') < 0
                && value.indexOf('\'') < 0;
    }

    private static boolean isPlainProperty(String value) {
        int end = value.indexOf('=');
        return isPlain(value) && end > 0 && end < value.length() - 1;
    }

    private static Path path(String value) {
        return value == null ? null : Path.of(value);
    }

    /** Runs until it is told to stop, and returns the exit code. */
    public int run() {
        try {
            return command.call();
        } catch (Exception e) {
            return Failures.report(e, new PrintWriter(System.err, true, Charset.defaultCharset()));
        }
    }
}
