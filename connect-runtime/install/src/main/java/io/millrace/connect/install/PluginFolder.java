package io.millrace.connect.install;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.AtomicMoveNotSupportedException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;

/**
 * One folder of a plugin path. A plugin comes and goes by a single rename, so that a worker that looks meanwhile never
 * sees a part of it; names with a dot in front, which hold what is not finished, no worker looks at.
 */
public final class PluginFolder {
    /** Tells what was installed; remove touches nothing that has no such file. */
    private static final String RECEIPT = ".millrace-plugin";

    private static final long BYTES_MAX_PRESET = 1L << 30;

    private final Path folder;
    private final long bytesMax;

    /** The folder is made when something is installed. */
    public PluginFolder(Path folder) {
        this(folder, BYTES_MAX_PRESET);
    }

    PluginFolder(Path folder, long bytesMax) {
        this.folder = folder.toAbsolutePath().normalize();
        this.bytesMax = bytesMax;
    }

    /**
     * Downloads a plugin and what it needs, and puts it beside other versions of it.
     *
     * @param repositories URLs; none for the one that Maven knows, or for its mirror in the user's settings
     */
    public InstalledPlugin install(PluginCoordinates coordinates, List<String> repositories, Path settings) {
        Path target = folder.resolve(coordinates.folder());
        if (Files.exists(target)) {
            throw new InstallException(target + " is there already; remove it first (millrace plugin remove "
                    + coordinates.folder() + ")");
        }
        ArtifactResolver resolver = new ArtifactResolver(Repositories.of(repositories, settings), bytesMax);
        try {
            Files.createDirectories(folder);
            Path work = Files.createTempDirectory(folder, ".installing-");
            try {
                Path made = Files.createDirectory(work.resolve("plugin"));
                gather(resolver.resolve(coordinates, work.resolve("downloads")), made);
                Files.writeString(made.resolve(RECEIPT), coordinates + "\n");
                move(made, target);
            } finally {
                delete(work);
            }
            return read(target);
        } catch (IOException e) {
            throw new InstallException("cannot write to the plugin folder " + folder + ": " + e, e);
        }
    }

    /** Two artifacts of one file name, as those of two groups, would hide each other. */
    private static void gather(List<Path> jars, Path made) throws IOException {
        Set<String> names = new HashSet<>();
        for (Path jar : jars) {
            String name = jar.getFileName().toString();
            String own = names.add(name)
                    ? name
                    : jar.getParent().getParent().getParent().getFileName() + "-" + name;
            Path file = Files.move(jar, made.resolve(own));
            try (FileChannel channel = FileChannel.open(file, StandardOpenOption.WRITE)) {
                channel.force(true);
            }
        }
    }

    private static void move(Path made, Path target) throws IOException {
        try {
            Files.move(made, target, StandardCopyOption.ATOMIC_MOVE);
        } catch (AtomicMoveNotSupportedException e) {
            throw new InstallException(
                    "the file system of " + target.getParent() + " cannot rename a folder in one step", e);
        }
    }

    /** All that lies there, by name. */
    public List<InstalledPlugin> list() {
        if (!Files.isDirectory(folder)) {
            return List.of();
        }
        List<InstalledPlugin> found = new ArrayList<>();
        try (Stream<Path> children = Files.list(folder)) {
            for (Path child : children.sorted().toList()) {
                String name = child.getFileName().toString();
                if (!name.startsWith(".") && (Files.isDirectory(child) || isJar(child))) {
                    found.add(read(child));
                }
            }
        } catch (IOException e) {
            throw new InstallException("cannot read the plugin folder " + folder + ": " + e, e);
        }
        return found;
    }

    /** Takes away a plugin that was installed by {@link #install}. What runs from it runs on. */
    public void remove(String name) {
        Path target = folder.resolve(name).normalize();
        if (!folder.equals(target.getParent()) || name.startsWith(".") || !Files.exists(target)) {
            throw new InstallException("there is no plugin '" + name + "' in " + folder
                    + "; 'millrace plugin list' shows those that are there");
        }
        if (!Files.isRegularFile(target.resolve(RECEIPT))) {
            throw new InstallException(
                    target + " was not put there by 'millrace plugin install'; whoever put it there removes it");
        }
        try {
            Path work = Files.createTempDirectory(folder, ".removing-");
            move(target, work.resolve("plugin"));
            delete(work);
        } catch (IOException e) {
            throw new InstallException("cannot remove " + target + ": " + e, e);
        }
    }

    private static InstalledPlugin read(Path location) throws IOException {
        Path receipt = location.resolve(RECEIPT);
        String coordinates =
                Files.isRegularFile(receipt) ? Files.readString(receipt).strip() : "";
        int jars = 0;
        long bytes = 0;
        try (Stream<Path> files = Files.walk(location)) {
            for (Path file : files.filter(PluginFolder::isJar).toList()) {
                jars++;
                bytes += Files.size(file);
            }
        }
        return new InstalledPlugin(location.getFileName().toString(), coordinates, jars, bytes, location);
    }

    private static boolean isJar(Path file) {
        return file.getFileName().toString().endsWith(".jar") && Files.isRegularFile(file);
    }

    private static void delete(Path tree) throws IOException {
        try (Stream<Path> files = Files.walk(tree)) {
            for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
                Files.delete(file);
            }
        }
    }
}
