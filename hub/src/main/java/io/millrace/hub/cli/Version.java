package io.millrace.hub.cli;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.Properties;
import picocli.CommandLine.IVersionProvider;

/** What this build is, from the resource that the build fills in. */
public final class Version implements IVersionProvider {

    private final Properties properties = new Properties();

    public Version() {
        try (InputStream resource = Version.class.getResourceAsStream("/millrace-version.properties")) {
            properties.load(resource);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** The version of Millrace, for example {@code 0.1.0}. */
    public String number() {
        return properties.getProperty("version");
    }

    /** The version of the Kafka client library, which is the newest protocol that is spoken. */
    public String kafka() {
        return properties.getProperty("kafka");
    }

    @Override
    public String[] getVersion() {
        return new String[] {
            "millrace " + number() + " (Kafka protocol " + kafka() + ", Java "
                    + Runtime.version().feature() + ")"
        };
    }
}
