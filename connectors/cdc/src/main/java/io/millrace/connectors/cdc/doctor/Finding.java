package io.millrace.connectors.cdc.doctor;

/**
 * One thing that is wrong, or that somebody should know.
 *
 * @param severity whether the connector can do its work
 * @param key the setting that it concerns
 * @param message what is the case
 * @param remedy what to do about it, as SQL where that is possible
 */
public record Finding(Severity severity, String key, String message, String remedy) {

    /** Whether capture cannot work, or works and has a catch. */
    public enum Severity {
        ERROR,
        WARNING
    }

    static Finding error(String key, String message, String remedy) {
        return new Finding(Severity.ERROR, key, message, remedy);
    }

    static Finding warning(String key, String message, String remedy) {
        return new Finding(Severity.WARNING, key, message, remedy);
    }

    /** The message and the remedy in one line. */
    public String sentence() {
        return message + ". Fix: " + remedy;
    }
}
