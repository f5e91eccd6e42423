/**
 * The class names that existing configs carry; each is ours under another name.
 *
 * <p>Floor: library. Threads as the class it extends.
 */
package io.confluent.connect.protobuf;
