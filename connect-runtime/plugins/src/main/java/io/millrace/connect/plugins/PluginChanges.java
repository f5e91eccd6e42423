package io.millrace.connect.plugins;

import java.nio.file.Path;
import java.util.List;

/**
 * What a look at the plugin path found.
 *
 * @param changing seen to change, or gone, since a moment ago; taken when that has ended
 * @param broken left out, or only partly readable, and why
 * @param stillUsed replaced or removed, and still loaded for what was started before
 */
public record PluginChanges(
        List<Path> added,
        List<Path> replaced,
        List<Path> removed,
        List<Path> changing,
        List<BrokenPlugin> broken,
        List<Path> stillUsed) {

    /** A location that cannot be used as it is. */
    public record BrokenPlugin(Path location, String reason) {}
}
