/**
 * Files with what they import: names of types become types, and imports are found among those given and those built in.
 *
 * <p>Floor: pure. Any thread; a linker serves one schema.
 */
package io.millrace.registry.protobuf.link;
