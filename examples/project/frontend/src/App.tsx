import { ParcelTable } from "./components/ParcelTable";
import { useParcels } from "./hooks/useParcels";

export function App() {
  const { parcels, error, reload } = useParcels();
  if (error) {
    return <p role="alert">{error}</p>;
  }
  return (
    <main>
      <h1>Parcel desk</h1>
      <button onClick={reload}>Reload</button>
      <ParcelTable parcels={parcels} />
    </main>
  );
}
