package dev.seisei.evaluate.anomaly;

/** There is nothing to set. */
public record AnomalySettings() {}
