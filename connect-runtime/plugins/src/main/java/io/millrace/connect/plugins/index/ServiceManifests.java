package io.millrace.connect.plugins.index;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.net.URL;
import java.net.URLConnection;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Enumeration;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

/** Reads the {@code META-INF/services} manifests of plugin kinds: names only, no class is loaded. */
public final class ServiceManifests {
    private static final String DIRECTORY = "META-INF/services/";

    private ServiceManifests() {}

    /** The name of the manifest of a kind. */
    static String resourceName(PluginKind kind) {
        return DIRECTORY + kind.baseClassName();
    }

    /** What the manifests that this class loader sees announce. */
    public static List<PluginEntry> read(ClassLoader loader) {
        Set<PluginEntry> entries = new LinkedHashSet<>();
        for (PluginKind kind : PluginKind.values()) {
            try {
                Enumeration<URL> manifests = loader.getResources(resourceName(kind));
                while (manifests.hasMoreElements()) {
                    for (String className : classNames(manifests.nextElement())) {
                        entries.add(new PluginEntry(kind, className));
                    }
                }
            } catch (IOException e) {
                throw new UncheckedIOException("cannot read the plugin manifests of " + kind.baseClassName(), e);
            }
        }
        return List.copyOf(entries);
    }

    private static List<String> classNames(URL manifest) throws IOException {
        URLConnection connection = manifest.openConnection();
        // A cached jar connection would keep the file open after the plugin's loader was closed.
        connection.setUseCaches(false);
        try (InputStream in = connection.getInputStream()) {
            return classNames(in);
        }
    }

    /** The names in one manifest: comments after # and empty lines left out. */
    static List<String> classNames(InputStream manifest) throws IOException {
        List<String> names = new ArrayList<>();
        BufferedReader reader = new BufferedReader(new InputStreamReader(manifest, StandardCharsets.UTF_8));
        for (String line = reader.readLine(); line != null; line = reader.readLine()) {
            int comment = line.indexOf('#');
            String name = (comment < 0 ? line : line.substring(0, comment)).trim();
            if (!name.isEmpty()) {
                names.add(name);
            }
        }
        return names;
    }
}
