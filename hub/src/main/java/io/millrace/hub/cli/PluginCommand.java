package io.millrace.hub.cli;

import io.millrace.connect.install.InstallException;
import io.millrace.connect.install.InstalledPlugin;
import io.millrace.connect.install.PluginCoordinates;
import io.millrace.connect.install.PluginFolder;
import io.millrace.hub.client.CommandException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code millrace plugin ...}. The libraries behind it are on the class path of this command alone. */
@Command(
        name = "plugin",
        description = "Installs, lists and removes Connect plugins; a running worker notices by itself.",
        synopsisSubcommandLabel = "COMMAND")
final class PluginCommand {

    /** Where plugins lie. */
    static final class Where {
        @Option(
                names = "--plugin-path",
                paramLabel = "DIR",
                description = "A folder of the worker's plugin.path (default: plugins/ of this installation).")
        private Path folder;

        Path folder() {
            return folder != null ? folder : Path.of(System.getProperty("millrace.home", "."), "plugins");
        }
    }

    @Command(
            name = "install",
            description =
                    "Installs a plugin and what it needs from Maven repositories. Every file must have a checksum that"
                            + " holds.")
    int install(
            @Mixin Where where,
            @Mixin Output output,
            @Parameters(paramLabel = "GROUP:ARTIFACT:VERSION") String coordinates,
            @Option(
                            names = "--repository",
                            paramLabel = "URL",
                            description = "A repository, as http, https or file URL; may be repeated. Default:"
                                    + " MILLRACE_PLUGIN_REPOSITORY, else what Maven would ask, by way of the mirror in"
                                    + " ~/.m2/settings.xml.")
                    List<String> repositories) {
        InstalledPlugin plugin = explained(() -> new PluginFolder(where.folder())
                .install(PluginCoordinates.parse(coordinates), chosen(repositories), settings()));
        Map<String, Object> told = new LinkedHashMap<>();
        told.put("name", plugin.name());
        told.put("path", plugin.path().toString());
        told.put("jars", plugin.jars());
        told.put("bytes", plugin.bytes());
        output.object(
                told,
                "installed " + plugin.coordinates() + " in " + plugin.path() + ", " + plugin.jars() + " jars, "
                        + plugin.bytes() + " bytes");
        return 0;
    }

    @Command(name = "list", description = "Lists what lies in the plugin folder.")
    int list(@Mixin Where where, @Mixin Output output) {
        List<List<Object>> rows = new ArrayList<>();
        for (InstalledPlugin plugin : explained(() -> new PluginFolder(where.folder()).list())) {
            rows.add(List.of(plugin.name(), plugin.coordinates(), plugin.jars(), plugin.bytes()));
        }
        output.table(List.of("name", "installed", "jars", "bytes"), rows);
        return 0;
    }

    @Command(name = "remove", description = "Removes a plugin that was installed; what runs from it runs on.")
    int remove(@Mixin Where where, @Mixin Output output, @Parameters(paramLabel = "NAME") String name) {
        explained(() -> {
            new PluginFolder(where.folder()).remove(name);
            return name;
        });
        output.object(Map.of("removed", name), "removed " + name);
        return 0;
    }

    private static List<String> chosen(List<String> repositories) {
        if (repositories != null) {
            return repositories;
        }
        String preset = System.getenv("MILLRACE_PLUGIN_REPOSITORY");
        return preset == null || preset.isBlank() ? List.of() : List.of(preset.strip());
    }

    private static Path settings() {
        return Path.of(System.getProperty("user.home"), ".m2", "settings.xml");
    }

    private static <T> T explained(Supplier<T> action) {
        try {
            return action.get();
        } catch (InstallException e) {
            throw new CommandException(e.getMessage(), e);
        }
    }
}
