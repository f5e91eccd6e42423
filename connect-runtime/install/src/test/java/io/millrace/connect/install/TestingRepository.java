package io.millrace.connect.install;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.List;

/** A Maven repository in a folder, written by the test. */
final class TestingRepository {
    private final Path folder;

    TestingRepository(Path folder) {
        this.folder = folder;
    }

    /** A jar with this content and a project file with these dependencies, as {@code group:artifact:version[:scope]}. */
    Path add(String coordinates, byte[] jar, List<String> dependencies) throws Exception {
        String[] parts = coordinates.split(":", -1);
        StringBuilder project = new StringBuilder("<project><modelVersion>4.0.0</modelVersion>")
                .append(names(parts))
                .append("<dependencies>");
        for (String dependency : dependencies) {
            String[] names = dependency.split(":", -1);
            project.append("<dependency>")
                    .append(names(names))
                    .append("<scope>")
                    .append(names.length > 3 ? names[3] : "compile")
                    .append("</scope></dependency>");
        }
        project.append("</dependencies></project>");
        write(coordinates, "pom", project.toString().getBytes(StandardCharsets.UTF_8));
        return write(coordinates, "jar", jar);
    }

    Path write(String coordinates, String extension, byte[] content) throws Exception {
        Path file = file(coordinates, extension);
        Files.createDirectories(file.getParent());
        Files.write(file, content);
        checksum(file, "SHA-1", ".sha1");
        checksum(file, "SHA-256", ".sha256");
        return file;
    }

    Path file(String coordinates, String extension) {
        String[] parts = coordinates.split(":", -1);
        return folder.resolve(parts[0].replace('.', '/'))
                .resolve(parts[1])
                .resolve(parts[2])
                .resolve(parts[1] + "-" + parts[2] + "." + extension);
    }

    /** Takes the checksums of a file away. */
    void withoutChecksums(Path file) throws IOException {
        Files.delete(Path.of(file + ".sha1"));
        Files.delete(Path.of(file + ".sha256"));
    }

    String url() {
        return folder.toUri().toString();
    }

    private static String names(String[] parts) {
        return "<groupId>" + parts[0] + "</groupId><artifactId>" + parts[1] + "</artifactId><version>" + parts[2]
                + "</version>";
    }

    private static void checksum(Path file, String algorithm, String ending)
            throws IOException, NoSuchAlgorithmException {
        byte[] digest = MessageDigest.getInstance(algorithm).digest(Files.readAllBytes(file));
        Files.writeString(Path.of(file + ending), HexFormat.of().formatHex(digest));
    }
}
