package io.millrace.testing;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.jar.JarEntry;
import java.util.jar.JarOutputStream;
import java.util.stream.Stream;
import javax.tools.JavaCompiler;
import javax.tools.ToolProvider;

/** Classes that a test writes as source text. */
public final class CompiledSources {
    private CompiledSources() {}

    /**
     * Compiles public classes, by full name, into a class tree; {@code libraries} come before the test's own class path.
     */
    public static void compile(Path classes, Map<String, String> sources, List<Path> libraries) throws IOException {
        List<Path> files = new ArrayList<>();
        for (Map.Entry<String, String> source : sources.entrySet()) {
            Path file = classes.resolve(source.getKey().replace('.', '/') + ".java");
            Files.createDirectories(file.getParent());
            files.add(Files.writeString(file, source.getValue()));
        }
        List<String> classPath = new ArrayList<>();
        libraries.forEach(library -> classPath.add(library.toString()));
        classPath.add(System.getProperty("java.class.path"));
        List<String> arguments =
                new ArrayList<>(List.of("-proc:none", "-cp", String.join(":", classPath), "-d", classes.toString()));
        files.forEach(file -> arguments.add(file.toString()));
        JavaCompiler compiler = ToolProvider.getSystemJavaCompiler();
        if (compiler.run(null, null, null, arguments.toArray(String[]::new)) != 0) {
            throw new IllegalStateException("sources of a test do not compile: " + sources.keySet());
        }
        for (Path file : files) {
            Files.delete(file);
        }
    }

    /** Writes a tree of files into a jar. */
    public static void jar(Path tree, Path jar) throws IOException {
        Files.createDirectories(jar.getParent());
        try (OutputStream out = Files.newOutputStream(jar);
                JarOutputStream archive = new JarOutputStream(out);
                Stream<Path> files = Files.walk(tree)) {
            for (Path file : files.filter(Files::isRegularFile).sorted().toList()) {
                archive.putNextEntry(new JarEntry(tree.relativize(file).toString()));
                Files.copy(file, archive);
                archive.closeEntry();
            }
        }
    }
}
