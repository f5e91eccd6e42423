package io.millrace.hub.demo;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.millrace.hub.client.CommandException;
import io.millrace.hub.logging.HubLogging;
import java.io.BufferedReader;
import java.io.File;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Reads committed files with the reader of the files connector, in a JVM of its own: Hadoop and Parquet stay in the
 * plugin's folder, where they are isolated from everything else.
 */
final class FilesReadBack {

    private static final String READER = "io.millrace.connectors.hdfs.read.PrintRecords";

    private final Path home;
    private final Path files;
    private final ObjectMapper mapper = new ObjectMapper();

    FilesReadBack(Path home, Path files) {
        this.home = home;
        this.files = files;
    }

    /** Folds all records of each table's topic; fails when files overlap or cannot be read. */
    Map<String, FoldedTable> read() {
        Map<String, FoldedTable> tables = new LinkedHashMap<>();
        ShopTables.names().forEach(table -> tables.put(ShopTables.topic(table), new FoldedTable(table)));
        String classPath = home.resolve("plugins").resolve("hdfs") + File.separator + "*" + File.pathSeparator
                + home.resolve("lib") + File.separator + "*";
        List<String> command = new ArrayList<>();
        command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
        // Records are what it prints; its log must not come between them.
        command.addAll(HubLogging.jvmOptions());
        command.addAll(
                List.of("-Xmx512m", "-cp", classPath, READER, files.toUri().toString(), "topics"));
        command.addAll(tables.keySet());
        try {
            Process reader = new ProcessBuilder(command)
                    .redirectError(ProcessBuilder.Redirect.INHERIT)
                    .start();
            try (BufferedReader lines =
                    new BufferedReader(new InputStreamReader(reader.getInputStream(), StandardCharsets.UTF_8))) {
                for (String line = lines.readLine(); line != null; line = lines.readLine()) {
                    JsonNode record = mapper.readTree(line);
                    tables.get(record.path("topic").asText()).apply(record.path("value"));
                }
            }
            if (reader.waitFor() != 0) {
                throw new CommandException(
                        "the files cannot be read; the reader ended with exit code " + reader.exitValue());
            }
            return tables;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("interrupted while files were read", e);
        }
    }
}
