package io.millrace.connect.plugins.secrets;

/**
 * One reference to a config provider.
 *
 * @param provider its name in {@code config.providers}
 * @param path empty where the reference names none
 */
public record Reference(String provider, String path, String key) {}
