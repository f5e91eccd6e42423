package io.millrace.connect.plugins.index;

import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.Enumeration;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.jar.JarEntry;
import java.util.jar.JarFile;
import java.util.stream.Stream;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Finds plugins in a location that has no manifests, by reading the head of every class file. */
public final class ClassFileScan {
    private static final Logger LOGGER = LoggerFactory.getLogger(ClassFileScan.class);

    /** A location with more classes than this is no plugin but somebody's whole disk. */
    private static final int CLASSES_MAX = 400_000;

    private final Map<String, ClassFileHeader> headers = new TreeMap<>();
    private final Map<String, Set<PluginKind>> kinds = new HashMap<>();
    private final ClassLoader hub;

    private ClassFileScan(ClassLoader hub) {
        this.hub = hub;
    }

    /** The plugins of a location; {@code hub} knows the superclasses that lie outside it. */
    public static List<PluginEntry> scan(PluginLocation location, ClassLoader hub) {
        ClassFileScan scan = new ClassFileScan(hub);
        for (Path part : location.classPath()) {
            try {
                if (Files.isDirectory(part)) {
                    scan.readTree(part);
                } else {
                    scan.readArchive(part);
                }
            } catch (IOException e) {
                LOGGER.warn("cannot scan for plugins path={}", part, e);
            }
        }
        return scan.found();
    }

    private List<PluginEntry> found() {
        List<PluginEntry> found = new ArrayList<>();
        for (ClassFileHeader header : headers.values()) {
            if (header.instantiable()) {
                for (PluginKind kind : kindsOf(header.name(), new HashSet<>())) {
                    found.add(new PluginEntry(kind, header.name()));
                }
            }
        }
        return found;
    }

    private Set<PluginKind> kindsOf(String className, Set<String> visiting) {
        Set<PluginKind> known = kinds.get(className);
        if (known != null) {
            return known;
        }
        Set<PluginKind> result = EnumSet.noneOf(PluginKind.class);
        PluginKind.ofBaseClass(className).ifPresent(result::add);
        if (visiting.add(className)) {
            ClassFileHeader header = headers.containsKey(className) ? headers.get(className) : ofHub(className);
            if (header != null) {
                if (header.superName() != null) {
                    result.addAll(kindsOf(header.superName(), visiting));
                }
                header.interfaces().forEach(name -> result.addAll(kindsOf(name, visiting)));
            }
        }
        kinds.put(className, result);
        return result;
    }

    private ClassFileHeader ofHub(String className) {
        if (!className.startsWith("org.apache.kafka.")) {
            return null;
        }
        try (InputStream in = hub.getResourceAsStream(className.replace('.', '/') + ".class")) {
            return in == null ? null : ClassFileHeader.read(new BufferedInputStream(in));
        } catch (IOException e) {
            LOGGER.warn("cannot read a class of the hub class={}", className, e);
            return null;
        }
    }

    private void readArchive(Path archive) throws IOException {
        try (JarFile jar = new JarFile(archive.toFile(), false)) {
            Enumeration<JarEntry> entries = jar.entries();
            while (entries.hasMoreElements()) {
                JarEntry entry = entries.nextElement();
                if (worthReading(entry.getName())) {
                    try (InputStream in = jar.getInputStream(entry)) {
                        add(archive, entry.getName(), in);
                    }
                }
            }
        }
    }

    private void readTree(Path root) throws IOException {
        try (Stream<Path> files = Files.walk(root)) {
            for (Path file : files.sorted().toList()) {
                if (worthReading(root.relativize(file).toString()) && Files.isRegularFile(file)) {
                    try (InputStream in = Files.newInputStream(file)) {
                        add(root, file.toString(), in);
                    }
                }
            }
        }
    }

    private static boolean worthReading(String name) {
        return name.endsWith(".class")
                && !name.startsWith("META-INF/")
                && !name.endsWith("module-info.class")
                && !name.endsWith("package-info.class");
    }

    private void add(Path where, String name, InputStream in) throws IOException {
        if (headers.size() >= CLASSES_MAX) {
            throw new IOException("more than " + CLASSES_MAX + " classes in one plugin location");
        }
        try {
            ClassFileHeader header = ClassFileHeader.read(new BufferedInputStream(in));
            headers.putIfAbsent(header.name(), header);
        } catch (IOException | RuntimeException e) {
            // One odd file, as obfuscators make them, must not hide the plugins beside it.
            LOGGER.debug("unreadable class file path={} entry={}", where, name, e);
        }
    }
}
