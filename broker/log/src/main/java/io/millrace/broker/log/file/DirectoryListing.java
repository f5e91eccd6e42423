package io.millrace.broker.log.file;

import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

/** What a directory held at one moment: an opening partition looks once, and not again for every file that it may have. */
public record DirectoryListing(Set<Path> files) {

    public static DirectoryListing of(Path directory) throws IOException {
        Set<Path> files = new LinkedHashSet<>();
        try (DirectoryStream<Path> paths = Files.newDirectoryStream(directory)) {
            paths.forEach(files::add);
        }
        return new DirectoryListing(files);
    }

    public boolean has(Path file) {
        return files.contains(file);
    }

    public boolean hasEndingIn(String suffix) {
        return files.stream().anyMatch(file -> endsIn(file, suffix));
    }

    public List<Path> endingIn(String suffix) {
        return files.stream().filter(file -> endsIn(file, suffix)).toList();
    }

    private static boolean endsIn(Path file, String suffix) {
        return file.getFileName().toString().endsWith(suffix);
    }
}
