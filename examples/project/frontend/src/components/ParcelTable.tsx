import type { Parcel } from "../hooks/useParcels";

export function ParcelTable({ parcels }: { parcels: Parcel[] }) {
  return (
    <table>
      <thead>
        <tr><th>Number</th><th>Sender</th><th>Status</th><th>Price</th></tr>
      </thead>
      <tbody>
        {parcels.map((parcel) => (
          <tr key={parcel.number}>
            <td>{parcel.number}</td>
            <td>{parcel.sender}</td>
            <td>{parcel.status}</td>
            <td>{(parcel.cents / 100).toFixed(2)}</td>
          </tr>
        ))}
      </tbody>
    </table>
  );
}
