package io.millrace.connectors.hdfs.config;

import java.net.URI;
import java.net.URISyntaxException;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.Path;
import org.apache.kafka.common.config.ConfigException;

/** How the client of the file system is set up. */
final class FileSystemSettings {

    /** Settings that go to Hadoop as they are. */
    static final List<String> PASSED_ON = List.of("fs.", "dfs.", "ipc.", "hadoop.security.", "io.");

    /** Their rename copies and deletes, or replaces: two owners could both believe that they have committed. */
    private static final Set<String> WITHOUT_ATOMIC_RENAME =
            Set.of("s3", "s3a", "s3n", "gs", "wasb", "wasbs", "oss", "cosn", "obs", "swift", "ftp", "sftp");

    /** Hadoop's own settings, read once: that takes longer than many a task runs. */
    private static final Configuration DEFAULTS = defaults();

    private FileSystemSettings() {}

    static URI uri(String storeUrl, String hdfsUrl) {
        String key = storeUrl != null ? HdfsSettings.STORE_URL : HdfsSettings.HDFS_URL;
        String url = storeUrl != null ? storeUrl : hdfsUrl;
        if (url == null || url.isBlank()) {
            throw new ConfigException(HdfsSettings.STORE_URL, url, "the address of the file system is missing");
        }
        try {
            URI uri = new URI(url.trim());
            if (uri.getScheme() == null) {
                throw new ConfigException(key, url, "has no scheme; write hdfs://host:port or file:///folder");
            }
            if (WITHOUT_ATOMIC_RENAME.contains(uri.getScheme())) {
                throw new ConfigException(key, url, "an object store cannot rename atomically without overwriting");
            }
            return uri;
        } catch (URISyntaxException e) {
            throw new ConfigException(key, url, "is no address: " + e.getReason());
        }
    }

    static Configuration hadoop(String folder, Map<String, String> settings) {
        Configuration configuration = new Configuration(DEFAULTS);
        if (!folder.isBlank()) {
            configuration.addResource(new Path("file://" + folder + "/core-site.xml"));
            configuration.addResource(new Path("file://" + folder + "/hdfs-site.xml"));
        }
        // Checksum files beside each file are no use to anybody, and links do not carry them along.
        configuration.set("fs.file.impl", "org.apache.hadoop.fs.RawLocalFileSystem");
        configuration.setBoolean("fs.automatic.close", false);
        // The sink waits and retries by itself, visibly; a client that hangs for minutes would hide an outage.
        configuration.setInt("ipc.client.connect.timeout", 5_000);
        configuration.setInt("ipc.client.connect.max.retries", 1);
        configuration.setInt("ipc.client.connect.max.retries.on.timeouts", 1);
        configuration.setInt("ipc.client.rpc-timeout.ms", 30_000);
        settings.forEach((key, value) -> {
            if (PASSED_ON.stream().anyMatch(key::startsWith)) {
                configuration.set(key, value);
            }
        });
        return configuration;
    }

    private static Configuration defaults() {
        Configuration defaults = new Configuration();
        defaults.setClassLoader(FileSystemSettings.class.getClassLoader());
        // Reads them now; copies of what was not read yet would each read it again.
        defaults.size();
        return defaults;
    }
}
