package io.millrace.connect.plugins.loader;

import java.io.Closeable;
import java.io.File;
import java.io.FileNotFoundException;
import java.io.IOException;
import java.io.InputStream;
import java.net.JarURLConnection;
import java.net.MalformedURLException;
import java.net.URL;
import java.net.URLConnection;
import java.net.URLStreamHandler;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.jar.JarEntry;
import java.util.jar.JarFile;
import java.util.zip.ZipFile;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The archives of a plugin, open from the beginning, and URLs of resources that are read from them. The JDK's own URLs
 * would open the archive by its path, whatever lies there by then: the next version of the plugin, or nothing.
 */
final class PluginArchives extends URLStreamHandler implements Closeable {
    private static final Logger LOGGER = LoggerFactory.getLogger(PluginArchives.class);

    private final Map<String, OpenArchive> archives = new HashMap<>();

    /** Opens those parts of the class path that are archives; what does not open has no resources. */
    static PluginArchives open(List<Path> classPath) {
        PluginArchives opened = new PluginArchives();
        for (Path part : classPath) {
            File file = part.toFile();
            if (file.isFile()) {
                try {
                    opened.archives.put(part.toUri().toURL().toString(), new OpenArchive(file));
                } catch (IOException e) {
                    // The look at the plugin path tells of it; a class loader passes over what it cannot read.
                    LOGGER.debug("archive does not open path={}", part, e);
                }
            }
        }
        return opened;
    }

    /** Stays open for everybody when one reader of a resource closes "its" archive. */
    private static final class OpenArchive extends JarFile {
        OpenArchive(File file) throws IOException {
            super(file, false, ZipFile.OPEN_READ, JarFile.runtimeVersion());
        }

        @Override
        public void close() {}

        void closeForAll() throws IOException {
            super.close();
        }
    }

    private static final class ArchiveConnection extends JarURLConnection {
        private final JarFile archive;
        private JarEntry entry;

        ArchiveConnection(URL resource, JarFile archive) throws MalformedURLException {
            super(resource);
            this.archive = archive;
        }

        @Override
        public void connect() throws IOException {
            entry = archive.getJarEntry(getEntryName());
            if (entry == null) {
                throw new FileNotFoundException("no " + getEntryName() + " in " + archive.getName());
            }
            connected = true;
        }

        @Override
        public JarFile getJarFile() {
            return archive;
        }

        @Override
        public InputStream getInputStream() throws IOException {
            if (!connected) {
                connect();
            }
            return archive.getInputStream(entry);
        }

        @Override
        public long getContentLengthLong() {
            try {
                if (!connected) {
                    connect();
                }
                return entry.getSize();
            } catch (IOException e) {
                // As the method has it: not known.
                return -1;
            }
        }
    }

    /** The same resource, read from the archive that is open here; null for null. */
    URL own(URL resource) {
        if (resource == null || !resource.getProtocol().equals("jar")) {
            return resource;
        }
        try {
            return new URL(resource.getProtocol(), resource.getHost(), resource.getPort(), resource.getFile(), this);
        } catch (MalformedURLException e) {
            throw new IllegalArgumentException("a resource that has no URL: " + resource, e);
        }
    }

    @Override
    protected URLConnection openConnection(URL resource) throws IOException {
        String file = resource.getFile();
        int end = file.indexOf("!/");
        OpenArchive archive = end < 0 ? null : archives.get(file.substring(0, end));
        if (archive == null || end + 2 == file.length()) {
            URLConnection connection = new URL(resource.toExternalForm()).openConnection();
            connection.setUseCaches(false);
            return connection;
        }
        return new ArchiveConnection(resource, archive);
    }

    @Override
    public void close() throws IOException {
        for (OpenArchive archive : archives.values()) {
            archive.closeForAll();
        }
    }
}
