package io.millrace.connect.plugins.index;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.URL;
import java.net.URLConnection;
import java.util.Enumeration;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Properties;

/**
 * Names that a plugin answers to in place of a peer's class, so that configurations can move over unchanged. A plugin
 * declares them in {@value #RESOURCE}, as {@code the.other.Class=the.own.Class}.
 */
public final class DeclaredAliases {
    public static final String RESOURCE = "META-INF/millrace/aliases.properties";

    private DeclaredAliases() {}

    /** The declarations that this class loader sees. */
    public static Map<String, String> read(ClassLoader loader) {
        Map<String, String> aliases = new LinkedHashMap<>();
        try {
            Enumeration<URL> resources = loader.getResources(RESOURCE);
            while (resources.hasMoreElements()) {
                URLConnection connection = resources.nextElement().openConnection();
                connection.setUseCaches(false);
                Properties properties = new Properties();
                try (InputStream in = connection.getInputStream()) {
                    properties.load(in);
                }
                properties.stringPropertyNames().forEach(name -> aliases.put(name, properties.getProperty(name)));
            }
        } catch (IOException e) {
            throw new UncheckedIOException("cannot read the aliases that plugins declare", e);
        }
        return aliases;
    }
}
