import { useCallback, useEffect, useState } from "react";

export interface Parcel {
  number: string;
  sender: string;
  status: string;
  cents: number;
}

const RELOAD_MS = 30_000;

export function useParcels() {
  const [parcels, setParcels] = useState<Parcel[]>([]);
  const [error, setError] = useState<string | null>(null);

  const reload = useCallback(async () => {
    try {
      const answer = await fetch("/parcels");
      setParcels(await answer.json());
      setError(null);
    } catch (problem) {
      console.error("reload failed", problem);
      setError("The parcels can't be loaded.");
    }
  }, []);

  useEffect(() => {
    void reload();
    const timer = setInterval(reload, RELOAD_MS);
    return () => clearInterval(timer);
  }, [reload]);

  return { parcels, error, reload };
}
