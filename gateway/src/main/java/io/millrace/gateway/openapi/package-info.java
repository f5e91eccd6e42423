/**
 * What the gateway tells of itself, by OpenAPI 3.1. The description is a resource beside these classes, written by hand; the
 * tests hold it against the routes, and every answer that they get against it.
 *
 * <p>Floor: above http. Thread: any.
 */
package io.millrace.gateway.openapi;
