package io.millrace.registry.protobuf.link;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.Set;

/** The files that every registry of this kind knows beside those of Protobuf itself, as texts of ours. */
public final class BuiltInTexts {
    /** Their paths, as imports name them. */
    public static final Set<String> PATHS = Set.of(
            "confluent/meta.proto",
            "confluent/type/decimal.proto",
            "confluent/type/variant.proto",
            "google/type/calendar_period.proto",
            "google/type/color.proto",
            "google/type/date.proto",
            "google/type/datetime.proto",
            "google/type/dayofweek.proto",
            "google/type/decimal.proto",
            "google/type/expr.proto",
            "google/type/fraction.proto",
            "google/type/interval.proto",
            "google/type/latlng.proto",
            "google/type/localized_text.proto",
            "google/type/money.proto",
            "google/type/month.proto",
            "google/type/phone_number.proto",
            "google/type/postal_address.proto",
            "google/type/quaternion.proto",
            "google/type/timeofday.proto");

    private BuiltInTexts() {}

    /** The text of one of them. */
    static String read(String path) {
        try (InputStream resource = BuiltInTexts.class.getResourceAsStream(path)) {
            if (resource == null) {
                throw new IllegalStateException("The file " + path + " is not in this jar");
            }
            return new String(resource.readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new UncheckedIOException("Cannot read " + path + " of this jar", e);
        }
    }
}
